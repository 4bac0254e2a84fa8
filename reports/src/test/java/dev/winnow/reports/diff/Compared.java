package dev.winnow.reports.diff;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.EventParser;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import dev.winnow.traces.SyscallEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Diffs of policies and recordings that are written down. */
final class Compared {
  static final String HEAD = "arch x86_64\ndefault errno(EPERM)\n";

  private Compared() {}

  static RunCounts counts(DiffEntry entry) {
    return Objects.requireNonNull(entry.counts(), entry::subject);
  }

  static Difference wider(DiffEntry entry) {
    return Objects.requireNonNull(entry.wider(), entry::subject);
  }

  static Difference narrower(DiffEntry entry) {
    return Objects.requireNonNull(entry.narrower(), entry::subject);
  }

  static Policy policy(String text) throws Exception {
    return Policies.parse("p", text);
  }

  /** The diff of two policies for x86_64 that default to EPERM; {@code ;} ends a rule. */
  static Diff rules(String before, String after) throws Exception {
    return policies(
        policy(HEAD + before.replace(';', '\n')), policy(HEAD + after.replace(';', '\n')));
  }

  static Diff policies(Policy before, Policy after) throws Exception {
    Diagram diagram = new Diagram();
    Set<Arch> named = EnumSet.noneOf(Arch.class);
    before.sections().forEach(section -> named.add(section.arch()));
    after.sections().forEach(section -> named.add(section.arch()));
    return MeaningDiff.between(
        diagram,
        new Side("old.policy", Side.Kind.POLICY, 0),
        PolicyDiagram.of(diagram, before),
        new Side("new.policy", Side.Kind.POLICY, 0),
        PolicyDiagram.of(diagram, after),
        named,
        List.of());
  }

  /** Runs {@code 0..count-1}, each with the events that the function gives it. */
  static Evidence runs(String name, int count, IntFunction<List<String>> events) throws Exception {
    List<Evidence> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(run(name + i, "", events.apply(i)));
    }
    return Evidence.joinAll(runs);
  }

  /** One run; {@code !PATH} starts a program, all else is an event as people write it. */
  static Evidence run(String id, String group, List<String> events) throws Exception {
    EvidenceBuilder builder = new EvidenceBuilder();
    for (String text : events) {
      boolean program = text.startsWith("!");
      SyscallEvent event =
          EventParser.parse("event", Arch.X86_64, program ? "execve(_, _, _)" : text);
      if (program) {
        event.setImage(text.substring(1));
      }
      event.setResult(0);
      builder.event(event);
    }
    long count = builder.events();
    LineAccount lines = new LineAccount(count, count, 0, new TreeMap<>(), 0, List.of());
    return builder.build(
        new Run(
            id,
            id,
            "strace",
            "",
            group,
            lines,
            count,
            new TreeMap<>(),
            false,
            false,
            new TreeMap<>()));
  }

  static Diff evidence(Evidence before, Evidence after) throws Exception {
    return EvidenceDiff.between(
        new Side("old.evidence", Side.Kind.EVIDENCE, before.runs().size()),
        before,
        new Side("new.evidence", Side.Kind.EVIDENCE, after.runs().size()),
        after);
  }

  /** A recording against a policy, or the other way round. */
  static Diff mixed(Evidence evidence, Policy policy, boolean evidenceFirst) throws Exception {
    Diagram diagram = new Diagram();
    int allowed = PolicyDiagram.of(diagram, policy);
    int recorded = RecordedDiff.verdicts(diagram, evidence, allowed, Set.of());
    Side recording = new Side("e", Side.Kind.EVIDENCE, evidence.runs().size());
    Side rules = new Side("p", Side.Kind.POLICY, 0);
    return MeaningDiff.between(
        diagram,
        evidenceFirst ? recording : rules,
        evidenceFirst ? recorded : allowed,
        evidenceFirst ? rules : recording,
        evidenceFirst ? allowed : recorded,
        Set.of(Arch.X86_64),
        RecordedDiff.notes(evidence));
  }
}
