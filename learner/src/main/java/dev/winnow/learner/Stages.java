package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Marker;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Policies for parts of a program's life. A phase begins when a process's own first call of a
 * marker returns, which is a point that can be hooked. A role is an image that was exec'd, with the
 * forks and threads since. Filters are inherited: a part's policy allows whatever those did that
 * its processes started under it, so that any stages can be stacked. All are learned with the
 * template of the whole, whose policy therefore includes theirs.
 */
public final class Stages {
  /** With less to do a process is about to end: nothing is gained by a filter then. */
  private static final int LEAST_SYSCALLS = 5;

  /**
   * A phase that saves less than this share of the surface at the beginning is not worth a filter.
   */
  private static final double LEAST_SAVING = 0.1;

  /**
   * What another phase on the way must save on the average step. Lower, and each syscall that is
   * dropped asks for a filter; higher, and privileges that are dropped early stay open until the
   * program serves.
   */
  private static final double PRICE = 0.05;

  private final Evidence evidence;
  private final Evidence whole;
  private final Units units;
  private final LearnOptions options;
  private final BitSet novel;

  private Stages(Evidence evidence, LearnOptions options) {
    this.evidence = evidence;
    whole = evidence.withoutMarkers().withoutRoles();
    units = Units.of(whole);
    Template template =
        switch (options.choice()) {
          case Template fixed -> fixed;
          case RiskBudget budget -> Selection.of(whole, units, budget).template();
        };
    this.options = new LearnOptions(template, options.defaultAction(), options.predict());
    novel = units.alone(Learner.features(whole, template));
  }

  /**
   * The parts of what evidence shows. A budget of risk chooses the template once, for the whole.
   */
  public static Stages of(Evidence evidence, LearnOptions options) {
    return new Stages(evidence, options);
  }

  /**
   * The stage after a marker, in every process that calls it.
   *
   * @param marker the syscall's name
   * @throws IllegalArgumentException if no run made the call, or nothing came after it
   */
  public Stage after(String marker) {
    Scope scope = Scope.everybody(evidence);
    Marker found =
        marker(scope, marker)
            .orElseThrow(
                () -> new IllegalArgumentException("no run made the call '" + marker + "'"));
    return after(scope, found)
        .orElseThrow(
            () -> new IllegalArgumentException("nothing came after " + marker + " in any run"));
  }

  /**
   * The same for the processes of each role that calls the marker, one stage for each; not for a
   * role that starts all others, if that is the same as for every process.
   */
  public List<Stage> afterByRole(String marker) {
    return byRole(
        List.of(after(marker)),
        scope -> marker(scope, marker).flatMap(found -> after(scope, found)).stream().toList());
  }

  /**
   * Stages for every process, in the order in which they are to be stacked. The last is the one
   * that saves the most: after a call of every run that begins to serve or waits for work, after
   * which no run does anything new that the whole program's policy learned from the others would
   * allow. On the way there as many as are worth a filter, see {@link Ladder}. Empty if the last
   * would not save a tenth.
   */
  public List<Stage> auto() {
    return auto(Scope.everybody(evidence));
  }

  /** The same for the processes of each role; see {@link #afterByRole}. */
  public List<Stage> autoByRole() {
    return byRole(auto(), this::auto);
  }

  private List<Stage> byRole(List<Stage> everybodys, Function<Scope, List<Stage>> of) {
    Set<Policy> known = new HashSet<>();
    everybodys.forEach(stage -> known.add(stage.learned().policy()));
    List<Stage> stages = new ArrayList<>();
    for (Scope scope : Scope.roles(evidence)) {
      boolean startsAll = scope.all().roles().equals(evidence.roles());
      of.apply(scope).stream()
          .filter(stage -> !startsAll || !known.contains(stage.learned().policy()))
          .forEach(stages::add);
    }
    return stages;
  }

  /**
   * The policies of roles, from their beginning: an image's from its exec, a child's from its fork.
   * A role that starts others needs all that they do. Those of {@link #needEverything} have no
   * policy but the whole program's, and are not here.
   */
  public List<Stage> byRole() {
    List<Stage> stages = new ArrayList<>();
    for (Scope scope : Scope.roles(evidence)) {
      Evidence part = scope.all();
      if (!needsEverything(part)) {
        stages.add(
            stage(
                scope,
                scope.label(),
                scope.beginning(),
                Optional.empty(),
                part,
                scope.beginsWithExec()));
      }
    }
    return stages;
  }

  /** Roles that make every call of the whole program, themselves or by what they start. */
  public List<String> needEverything() {
    return Scope.roles(evidence).stream()
        .filter(scope -> needsEverything(scope.all()))
        .flatMap(scope -> scope.role().stream())
        .toList();
  }

  private boolean needsEverything(Evidence part) {
    return keys(part).size() == whole.syscalls().size();
  }

  private static Optional<Marker> marker(Scope scope, String name) {
    return scope.markers().keySet().stream()
        .filter(marker -> name(marker).equals(name))
        .findFirst();
  }

  private static String name(Marker marker) {
    Syscall syscall = SyscallTable.of(marker.arch()).byNumber(marker.number());
    return syscall == null ? "" : syscall.name();
  }

  private List<Stage> auto(Scope scope) {
    // What follows each call costs a second for a large program: most have none that could be last.
    if (scope.markers().keySet().stream().noneMatch(marker -> Hook.mayBeLast(name(marker)))) {
      return List.of();
    }
    int all = weight(keys(scope.all()));
    List<Ladder.Step> steps = steps(scope);
    List<Ladder.Step> last =
        steps.stream()
            .filter(step -> serves(step) && step.weight() <= (1 - LEAST_SAVING) * all)
            .sorted(Comparator.comparingInt(Ladder.Step::weight).thenComparing(Ladder.Step::marker))
            .toList();
    for (Ladder.Step step : last) {
      if (nothingNew(scope, step)) {
        return ladder(scope, all, steps, step).stream()
            .flatMap(chosen -> after(scope, chosen.marker()).stream())
            .toList();
      }
    }
    return List.of();
  }

  /** Chooses again without a step after which a run does something new. */
  private List<Ladder.Step> ladder(
      Scope scope, int all, List<Ladder.Step> steps, Ladder.Step last) {
    List<Ladder.Step> chosen = Ladder.choose(all, PRICE, steps, last);
    for (Ladder.Step step : chosen) {
      if (!step.equals(last) && !nothingNew(scope, step)) {
        return ladder(scope, all, steps.stream().filter(s -> !s.equals(step)).toList(), last);
      }
    }
    return chosen;
  }

  /** The markers that can be hooked and that every run calls, with what is needed after them. */
  private List<Ladder.Step> steps(Scope scope) {
    int present = units.count(scope.runs());
    Scope calls = new Scope(scope.evidence().withoutArguments(), scope.role(), scope.label());
    List<Ladder.Step> steps = new ArrayList<>();
    for (Map.Entry<Marker, Runs> entry : scope.markers().entrySet()) {
      String name = name(entry.getKey());
      if (units.count(entry.getValue()) == present && Hook.possible(name)) {
        Set<SyscallKey> needed = keys(calls.after(entry.getKey()));
        if (needed.size() >= LEAST_SYSCALLS) {
          steps.add(new Ladder.Step(entry.getKey(), needed, weight(needed)));
        }
      }
    }
    return steps;
  }

  private static boolean serves(Ladder.Step step) {
    Marker marker = step.marker();
    boolean again = step.needed().contains(new SyscallKey("", marker.arch(), marker.number()));
    return Hook.serves(name(marker)) || (Hook.waits(name(marker)) && again);
  }

  private boolean nothingNew(Scope scope, Ladder.Step step) {
    Evidence rest = scope.after(step.marker()).withoutMarkers().withoutRoles();
    BitSet own = units.alone(Learner.features(rest, template()));
    own.andNot(novel);
    return own.isEmpty();
  }

  private Template template() {
    return (Template) options.choice();
  }

  private Optional<Stage> after(Scope scope, Marker marker) {
    Evidence rest = scope.after(marker);
    if (rest.syscalls().isEmpty()) {
      return Optional.empty();
    }
    boolean main = marker.arch() == whole.syscalls().firstKey().arch();
    String phase = "after-" + (main ? "" : marker.arch().label() + "-") + name(marker);
    String label = scope.label().isEmpty() ? phase : scope.label() + "." + phase;
    return Optional.of(
        stage(scope, label, scope.switching(name(marker)), Optional.of(marker), rest, false));
  }

  private Stage stage(
      Scope scope,
      String name,
      String where,
      Optional<Marker> marker,
      Evidence roles,
      boolean onNextSyscall) {
    Evidence part = roles.withoutMarkers().withoutRoles();
    RiskEstimate risk = Confidence.fixed(part, units, template(), options);
    if (!fixed()) {
      risk = new RiskEstimate(risk.runs(), risk.denied(), risk.runs(), notFixed(risk.basis()));
    }
    LearnedPolicy learned = Learner.learn(part, options, risk);
    return new Stage(
        name,
        where,
        marker,
        scope.inherits(roles),
        onNextSyscall ? starting(learned) : learned,
        part.syscalls().size(),
        whole.syscalls().size(),
        weight(part.syscalls().keySet()),
        weight(whole.syscalls().keySet()));
  }

  private boolean fixed() {
    return template().arguments().isEmpty() || !template().name().startsWith("risk ");
  }

  private static RiskEstimate.Basis notFixed(RiskEstimate.Basis basis) {
    return new RiskEstimate.Basis(basis.grouped(), basis.repeats(), false);
  }

  private static LearnedPolicy starting(LearnedPolicy learned) {
    List<Section> sections = new ArrayList<>();
    for (Section section : learned.policy().sections()) {
      sections.add(section.startingOnNextSyscall());
    }
    return new LearnedPolicy(
        new Policy(sections, learned.policy().remarks()),
        learned.template(),
        learned.predicted(),
        learned.risk(),
        learned.notes());
  }

  /** The syscalls that a filter can tell apart: whoever makes them. */
  private static Set<SyscallKey> keys(Evidence evidence) {
    Set<SyscallKey> keys = new TreeSet<>();
    evidence.syscalls().keySet().forEach(k -> keys.add(new SyscallKey("", k.arch(), k.number())));
    return keys;
  }

  private static int weight(Set<SyscallKey> keys) {
    int weight = 0;
    for (SyscallKey key : keys) {
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      weight += syscall == null ? 1 : Surface.weight(syscall);
    }
    return weight;
  }
}
