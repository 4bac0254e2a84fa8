package dev.winnow.evaluation;

import dev.winnow.learner.Choice;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.learner.RiskBudget;
import dev.winnow.learner.Template;
import dev.winnow.policy.Action;
import dev.winnow.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A way from runs to a policy. */
sealed interface Method {
  List<Double> RISKS = List.of(0.01, 0.02, 0.05, 0.1, 0.2);

  /** How tables call it. */
  String name();

  /** The policy that is learned from some runs. */
  Policy policy(Training training);

  /** Whether the same runs may be denied by it: it was not learned from them. */
  default boolean given() {
    return false;
  }

  /** Whether calls that were not seen are added. */
  default boolean predicts() {
    return false;
  }

  /** Winnow with a template or a budget. */
  record Winnow(String name, Choice choice, boolean predicts) implements Method {
    @Override
    public Policy policy(Training training) {
      return Learner.policy(
          training.evidence(), new LearnOptions(choice, Action.errno(1), predicts));
    }
  }

  /** Minijail's rule. */
  record Minijail() implements Method {
    @Override
    public String name() {
      return "minijail's rule";
    }

    @Override
    public Policy policy(Training training) {
      return MinijailRule.policy(training);
    }
  }

  /** The same policy for every program. */
  record Given(String name, Policy policy) implements Method {
    @Override
    public Policy policy(Training training) {
      return policy;
    }

    @Override
    public boolean given() {
      return true;
    }
  }

  /**
   * All that are compared; the list of names first.
   *
   * @param container a container engine's default profile, if there is one
   */
  static List<Method> all(Optional<Policy> container) {
    List<Method> methods = new ArrayList<>();
    methods.add(new Winnow("names", Template.NAMES, false));
    methods.add(new Winnow("names, predicted", Template.NAMES, true));
    container.ifPresent(policy -> methods.add(new Given("container default", policy)));
    methods.add(new Minijail());
    methods.add(new Winnow("exact", Template.EXACT, false));
    methods.add(new Winnow("default", Template.DEFAULT, false));
    methods.add(new Winnow("default, predicted", Template.DEFAULT, true));
    for (double risk : RISKS) {
      methods.add(new Winnow("risk " + risk, new RiskBudget(risk), false));
    }
    methods.add(new Winnow("risk 0.05, predicted", new RiskBudget(0.05), true));
    return methods;
  }
}
