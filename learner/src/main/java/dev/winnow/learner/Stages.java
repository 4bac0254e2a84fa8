package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Marker;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Policies for parts of a program's life. A phase begins with the first call of a marker in a
 * process, which is a point that can be hooked; what came after it in any run stays allowed, so
 * that any stages can be stacked. A role is an image that was exec'd; filters are inherited, so
 * only one that starts no other program has a policy of its own. Both are learned with the template
 * of the whole, whose policy therefore includes theirs.
 */
public final class Stages {
  /** What a server calls once, when it begins to serve; other markers recur while it does. */
  private static final String SERVING = "listen";

  /** With less to do a process is about to end: nothing is gained by a filter then. */
  private static final int LEAST_SYSCALLS = 5;

  /** A stage that saves less than this share of the surface is not worth a filter. */
  private static final double LEAST_SAVING = 0.1;

  private final Evidence whole;
  private final Units units;
  private final LearnOptions options;
  private final BitSet novel;

  private Stages(Evidence evidence, LearnOptions options) {
    whole = evidence.withoutRoles();
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
   * The stage after a marker.
   *
   * @param marker the syscall's name
   * @throws IllegalArgumentException if no run made the call, or nothing came after it
   */
  public static Stage after(Evidence evidence, LearnOptions options, String marker) {
    Stages stages = new Stages(evidence, options);
    for (SyscallKey key : stages.whole.syscalls().keySet()) {
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      if (syscall != null && syscall.name().equals(marker)) {
        return stages.after(syscall, key.arch());
      }
    }
    throw new IllegalArgumentException("no run made the call '" + marker + "'");
  }

  /**
   * The stage that saves the most: after a marker of every run which recurs or begins to serve, and
   * after which no run does anything new that the whole program's policy learned from the others
   * would allow. Empty if none saves a tenth.
   */
  public static List<Stage> auto(Evidence evidence, LearnOptions options) {
    Stages stages = new Stages(evidence, options);
    Map<Double, Syscall> bySaving = new TreeMap<>();
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : stages.whole.syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      if (syscall != null
          && stages.units.count(entry.getValue().seen().runs()) == stages.units.size()) {
        Marker marker = new Marker(key.arch(), key.number());
        Evidence rest = stages.whole.after(marker);
        boolean serves = syscall.name().equals(SERVING) || rest.syscalls().containsKey(key);
        if (serves && rest.syscalls().size() >= LEAST_SYSCALLS && stages.nothingNew(rest)) {
          double saving = 1 - (double) weight(rest) / weight(stages.whole);
          bySaving.putIfAbsent(-saving, syscall);
        }
      }
    }
    return bySaving.entrySet().stream()
        .filter(best -> -best.getKey() >= LEAST_SAVING)
        .limit(1)
        .map(best -> stages.after(best.getValue(), best.getValue().arch()))
        .toList();
  }

  /** The stages of the images that start no other program, if there is more than one image. */
  public static List<Stage> byRole(Evidence evidence, LearnOptions options) {
    Stages stages = new Stages(evidence, options);
    Set<String> roles = new TreeSet<>();
    evidence.syscalls().keySet().forEach(key -> roles.add(key.role()));
    List<Stage> all = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (String role : roles) {
      Evidence own = evidence.role(role);
      if (!role.isEmpty() && roles.size() > 1 && !startsOthers(own)) {
        String name = "role-" + role.substring(role.lastIndexOf('/') + 1);
        String unique = names.add(name) ? name : name + "-" + names.size();
        String where =
            "when " + role + " is exec'd: install it just before, it starts after that call";
        all.add(stages.stage(unique, where, own.withoutRoles(), true));
      }
    }
    return all;
  }

  /** Whether it execs anything beyond what the launcher of a recording did. */
  private static boolean startsOthers(Evidence role) {
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : role.syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      SyscallEvidence seen = entry.getValue();
      if (syscall != null
          && (syscall.name().equals("execve") || syscall.name().equals("execveat"))
          && seen.seen().runs().events() > seen.launcher().runs().events()) {
        return true;
      }
    }
    return false;
  }

  private boolean nothingNew(Evidence rest) {
    BitSet own = units.alone(Learner.features(rest, template()));
    own.andNot(novel);
    return own.isEmpty();
  }

  private Template template() {
    return (Template) options.choice();
  }

  private Stage after(Syscall marker, Arch arch) {
    Evidence rest = whole.after(new Marker(arch, marker.number()));
    if (rest.syscalls().isEmpty()) {
      throw new IllegalArgumentException("nothing came after " + marker.name() + " in any run");
    }
    String where =
        "when the first "
            + marker.name()
            + " of a process has returned; the policies before must allow seccomp(2) for it";
    return stage("after-" + marker.name(), where, rest, false);
  }

  private Stage stage(String name, String where, Evidence part, boolean onNextSyscall) {
    RiskEstimate risk = Confidence.fixed(part, units, template());
    if (!fixed()) {
      risk = new RiskEstimate(risk.runs(), risk.denied(), risk.runs(), notFixed(risk.basis()));
    }
    LearnedPolicy learned = Learner.learn(part, options, risk);
    if (onNextSyscall) {
      learned = starting(learned);
    }
    return new Stage(
        name,
        where,
        learned,
        part.syscalls().size(),
        whole.syscalls().size(),
        weight(part),
        weight(whole));
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
      sections.add(
          new Section(
              section.arch(),
              section.defaultAction(),
              section.unknown(),
              section.foreign(),
              true,
              section.rules()));
    }
    return new LearnedPolicy(
        new Policy(sections, learned.policy().remarks()),
        learned.template(),
        learned.predicted(),
        learned.risk(),
        learned.notes());
  }

  private static int weight(Evidence evidence) {
    int weight = 0;
    for (SyscallKey key : evidence.syscalls().keySet()) {
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      weight += syscall == null ? 1 : Surface.weight(syscall);
    }
    return weight;
  }
}
