package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskCurve;
import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Evidence to policy: the least policy of a template's class that allows every recorded event.
 * Under a fixed template more runs never shrink it; order and partition of the inputs never matter.
 * Linear in the size of the evidence; a budget of risk costs a choice of template for every run.
 */
public final class Learner {
  private static final int ENOSYS = 38;
  private static final String INCOMPLETE = "incomplete recording: ";

  /** A call that always fails may still decide what the program does next. */
  static final String REFUSED =
      "the kernel that recorded, or a filter in its name, did not know it (ENOSYS in every call)";

  private final LearnOptions options;
  private final Template template;
  private final List<String> notes = new ArrayList<>();

  private Learner(LearnOptions options, Template template) {
    this.options = options;
    this.template = template;
  }

  /**
   * Learns a policy for the whole program, all roles together.
   *
   * @throws IllegalArgumentException if the evidence has no event
   */
  public static LearnedPolicy learn(Evidence evidence, LearnOptions options) {
    Evidence whole = evidence.withoutMarkers().withoutRoles();
    Units units = Units.of(whole);
    return switch (options.choice()) {
      case Template fixed ->
          new Learner(options, fixed)
              .learn(whole, Confidence.fixed(whole, units, fixed, options), 0);
      case RiskBudget budget -> {
        Selection selection = Selection.of(whole, units, budget);
        RiskEstimate risk = Confidence.chosen(whole, units, budget, options);
        yield new Learner(options, selection.template()).learn(whole, risk, selection.predicted());
      }
    };
  }

  /**
   * The policy that {@link #learn} gives, without the estimate of its risk, which costs a policy
   * for every run that brought something alone.
   *
   * @throws IllegalArgumentException if the evidence has no event
   */
  public static Policy policy(Evidence evidence, LearnOptions options) {
    Evidence whole = evidence.withoutMarkers().withoutRoles();
    Template template =
        switch (options.choice()) {
          case Template fixed -> fixed;
          case RiskBudget budget -> Selection.of(whole, Units.of(whole), budget).template();
        };
    return policy(whole, template, options);
  }

  /** A policy for part of a program, by the fixed template of the whole and with a given risk. */
  static LearnedPolicy learn(Evidence part, LearnOptions options, RiskEstimate risk) {
    return new Learner(options, (Template) options.choice()).learn(part, risk, 0);
  }

  /**
   * Why a syscall gets its rule, for each architecture on which it was seen; empty if no run made
   * it.
   *
   * @param name as in strace, without {@code sys_}
   */
  public static List<Explanation> why(Evidence evidence, LearnOptions options, String name) {
    return Explanation.of(evidence.withoutMarkers().withoutRoles(), options.choice(), name::equals);
  }

  /** Why every syscall that was seen gets its rule, by architecture and number. */
  public static List<Explanation> why(Evidence evidence, LearnOptions options) {
    return Explanation.of(evidence.withoutMarkers().withoutRoles(), options.choice(), name -> true);
  }

  /**
   * How the estimate of the next run's risk came down as runs were added, in the mean of many
   * orders of the runs. Empty if there are fewer than two, or if the template was chosen on them:
   * it would have to be chosen anew for every number of runs. Without the calls that are added
   * unseen, for each order would need a policy for every run: where they help, the last point is
   * above the estimate of {@link LearnedPolicy#risk}, and never below it.
   */
  public static Optional<RiskCurve> riskByRuns(Evidence evidence, LearnOptions options) {
    if (!(options.choice() instanceof Template template)) {
      return Optional.empty();
    }
    Evidence whole = evidence.withoutMarkers().withoutRoles();
    Units units = Units.of(whole);
    return units.size() < 2
        ? Optional.empty()
        : Optional.of(RiskCurve.of(units.features(features(whole, template))));
  }

  /** The policy of evidence without roles. */
  static Policy policy(Evidence evidence, Template template, LearnOptions options) {
    return new Learner(options, template).policy(evidence);
  }

  private LearnedPolicy learn(Evidence evidence, RiskEstimate risk, double predicted) {
    Policy policy = policy(evidence);
    return new LearnedPolicy(policy, template, predicted, risk, notes);
  }

  private Policy policy(Evidence evidence) {
    SortedMap<Arch, List<Rule>> rules = new TreeMap<>();
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : evidence.syscalls().entrySet()) {
      rules
          .computeIfAbsent(entry.getKey().arch(), arch -> new ArrayList<>())
          .add(rule(entry.getKey(), entry.getValue()));
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("the evidence has no event: there is nothing to learn");
    }
    List<String> gaps = gaps(evidence);
    notes.addAll(gaps);
    List<Section> sections = new ArrayList<>();
    rules.forEach((arch, list) -> sections.add(section(arch, list)));
    // A policy from an incomplete trace says so where its reader starts.
    return new Policy(sections, gaps);
  }

  private static List<String> gaps(Evidence evidence) {
    List<String> gaps = new ArrayList<>();
    for (Run run : evidence.runs().values()) {
      if (run.incomplete()) {
        gaps.add(INCOMPLETE + run.label() + ": " + incompleteness(run));
      }
    }
    long undecoded = evidence.undecoded();
    if (undecoded > 0) {
      gaps.add(INCOMPLETE + undecoded + " arguments not decoded");
    }
    return gaps;
  }

  private Section section(Arch arch, List<Rule> seen) {
    List<Rule> all = new ArrayList<>(options.predict() ? Unseen.added(arch, template, seen) : seen);
    all.sort(Comparator.comparing(Rule::number, Integer::compareUnsigned));
    return new Section(
        arch, options.defaultAction(), Action.errno(ENOSYS), Action.KILL_PROCESS, false, all);
  }

  private Rule rule(SyscallKey key, SyscallEvidence evidence) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    if (syscall == null) {
      String comment =
          "unknown to Linux "
              + SyscallTable.of(key.arch()).kernel()
              + ": kept, for its failure may decide what comes next";
      return new Rule(key.number(), Expr.TRUE, Action.ALLOW, comment);
    }
    SyscallConstraint constraint = SyscallConstraint.of(syscall, evidence, template);
    constraint.free().forEach(reason -> notes.add(syscall.name() + ": " + reason));
    List<String> comments = new ArrayList<>(constraint.free());
    if (evidence.neverKnown()) {
      comments.addFirst(REFUSED);
    }
    return new Rule(
        key.number(), constraint.condition(), Action.ALLOW, String.join("; ", comments));
  }

  private static String incompleteness(Run run) {
    List<String> parts = new ArrayList<>();
    if (run.lines().failed() > 0) {
      parts.add(run.lines().failed() + " lines failed");
    }
    run.lost().forEach((loss, count) -> parts.add(count + " " + loss));
    if (run.truncated()) {
      parts.add("truncated");
    }
    if (!run.unknown().isEmpty()) {
      parts.add("unknown constants " + String.join(", ", run.unknown().keySet()));
    }
    return String.join(", ", parts);
  }

  /**
   * What a run must not bring anew to be allowed by the policy that a template makes of the
   * evidence: each feature by the runs that have it.
   */
  static List<Runs> features(Evidence evidence, Template template) {
    List<Runs> features = new ArrayList<>();
    evidence
        .syscalls()
        .forEach((key, seen) -> {
          features.add(seen.seen().runs());
          Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
          if (syscall != null) {
            features.addAll(SyscallConstraint.of(syscall, seen, template).features());
          }
        });
    return features;
  }
}
