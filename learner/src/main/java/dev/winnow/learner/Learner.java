package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Run;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Evidence to policy by a fixed template: the least policy of the template's class that allows
 * every recorded event. More runs never shrink it; order and partition of the inputs never matter.
 * Linear in the size of the evidence.
 */
public final class Learner {
  private static final int ENOSYS = 38;
  private static final String INCOMPLETE = "incomplete recording: ";

  private final LearnOptions options;
  private final List<Feature> features = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Learner(LearnOptions options) {
    this.options = options;
  }

  /**
   * Learns a policy for the whole program, all roles together.
   *
   * @throws IllegalArgumentException if the evidence has no event
   */
  public static LearnedPolicy learn(Evidence evidence, LearnOptions options) {
    return new Learner(options).learn(evidence.withoutRoles());
  }

  private LearnedPolicy learn(Evidence evidence) {
    SortedMap<Arch, List<Rule>> rules = new TreeMap<>();
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : evidence.syscalls().entrySet()) {
      rules
          .computeIfAbsent(entry.getKey().arch(), arch -> new ArrayList<>())
          .add(rule(entry.getKey(), entry.getValue()));
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("the evidence has no event: there is nothing to learn");
    }
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
    notes.addAll(gaps);
    List<Section> sections = new ArrayList<>();
    rules.forEach((arch, list) -> sections.add(section(arch, list)));
    // A policy from an incomplete trace says so where its reader starts.
    return new LearnedPolicy(new Policy(sections, gaps), risk(evidence), notes);
  }

  private Section section(Arch arch, List<Rule> seen) {
    List<Rule> all =
        options.predict() ? Unseen.added(SyscallTable.of(arch), seen) : new ArrayList<>(seen);
    all.sort(Comparator.comparing(Rule::number, Integer::compareUnsigned));
    return new Section(
        arch, options.defaultAction(), Action.errno(ENOSYS), Action.KILL_PROCESS, false, all);
  }

  private Rule rule(SyscallKey key, SyscallEvidence evidence) {
    features.add(evidence.seen());
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    if (syscall == null) {
      return new Rule(key.number(), Expr.TRUE, Action.ALLOW);
    }
    List<Expr> conditions = new ArrayList<>();
    List<String> free = new ArrayList<>();
    int shown = Math.min(syscall.arity(), evidence.arguments().size());
    for (int i = 0; i < shown; i++) {
      ArgumentConstraint constraint =
          ArgumentConstraint.of(syscall, i, evidence.arguments().get(i), options.template());
      features.addAll(constraint.features());
      if (constraint.expression() instanceof Expr.And(List<Expr> parts)) {
        conditions.addAll(parts);
      } else if (constraint.constrains()) {
        conditions.add(constraint.expression());
      }
      if (!constraint.whyFree().isEmpty()) {
        free.add(syscall.arguments().get(i).name() + " is free: " + constraint.whyFree());
      }
    }
    free.forEach(reason -> notes.add(syscall.name() + ": " + reason));
    Expr condition =
        switch (conditions.size()) {
          case 0 -> Expr.TRUE;
          case 1 -> conditions.getFirst();
          default -> new Expr.And(conditions);
        };
    return new Rule(key.number(), condition, Action.ALLOW, String.join("; ", free));
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

  private RiskEstimate risk(Evidence evidence) {
    List<String> ids = List.copyOf(evidence.runs().keySet());
    Map<String, BitSet> byRun = new HashMap<>();
    ids.forEach(id -> byRun.put(id, new BitSet()));
    for (int i = 0; i < features.size(); i++) {
      Runs runs = features.get(i).runs();
      // Beyond 1,024 runs a feature's runs are not all known; no single run can lack it then.
      for (String id : runs.over() ? ids : runs.counts().keySet()) {
        BitSet set = byRun.get(id);
        if (set != null) {
          set.set(i);
        }
      }
    }
    return RiskEstimate.of(ids.stream().map(id -> byRun.getOrDefault(id, new BitSet())).toList());
  }
}
