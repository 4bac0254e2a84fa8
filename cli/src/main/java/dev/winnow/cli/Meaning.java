package dev.winnow.cli;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.ProgramDiagram;
import dev.winnow.minimizer.proof.UndecidedException;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Section;
import dev.winnow.reports.diff.Diff;
import dev.winnow.reports.diff.EvidenceDiff;
import dev.winnow.reports.diff.MeaningDiff;
import dev.winnow.reports.diff.RecordedDiff;
import dev.winnow.reports.diff.RuleLines;
import dev.winnow.reports.diff.Side;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What policies, programs and recordings mean, in one manager, where they can be compared. */
final class Meaning {
  private static final String COMPARED =
      "diff compares policies, compiled programs (struct sock_filter[]) and winnow evidence";

  private final Diagram diagram = new Diagram();
  private final Set<Arch> named = EnumSet.noneOf(Arch.class);

  /** What a file holds, and what the comparison calls it. */
  sealed interface Input {
    Side side();
  }

  /**
   * A policy or program.
   *
   * @param verdicts a diagram of this manager
   * @param lines where the rules stand
   * @param afterLauncher architectures whose filter starts behind the launcher's execve
   */
  record Verdicts(Side side, int verdicts, RuleLines lines, Set<Arch> afterLauncher)
      implements Input {}

  /** A recording. */
  record Recording(Side side, Evidence evidence) implements Input {}

  /** Reads a file of any kind. */
  Input read(Path file) throws DiagramLimitException {
    byte[] bytes = Inputs.bytes(file);
    String name = file.toString();
    return switch (Content.of(bytes)) {
      case EVIDENCE -> {
        Evidence evidence = Inputs.evidence(file, bytes);
        yield new Recording(new Side(name, Side.Kind.EVIDENCE, evidence.runs().size()), evidence);
      }
      case PROGRAM -> {
        int verdicts = verdicts(file, BpfFiles.accepted(file, bytes));
        yield new Verdicts(
            new Side(name, Side.Kind.PROGRAM, 0), verdicts, RuleLines.NONE, Set.of());
      }
      case TRACE ->
          throw new CommandFailure(
              Terminal.name(file)
                  + ": cannot be compared: it is a trace; `winnow ingest` makes evidence of it, which"
                  + " can");
      case POLICY, UNKNOWN -> {
        Policy policy = policy(file, bytes);
        Set<Arch> afterLauncher = EnumSet.noneOf(Arch.class);
        for (Section section : policy.sections()) {
          named.add(section.arch());
          if (section.onNextSyscall()) {
            afterLauncher.add(section.arch());
          }
        }
        RuleLines lines = RuleLines.of(new String(bytes, StandardCharsets.UTF_8));
        int verdicts = PolicyDiagram.of(diagram, policy);
        yield new Verdicts(new Side(name, Side.Kind.POLICY, 0), verdicts, lines, afterLauncher);
      }
    };
  }

  private static Policy policy(Path file, byte[] bytes) {
    try {
      return Policies.parse(Terminal.name(file), bytes);
    } catch (PolicySyntaxException e) {
      boolean blank = new String(bytes, StandardCharsets.ISO_8859_1).isBlank();
      throw new CommandFailure(
          (blank ? Terminal.name(file) + ": is empty" : String.valueOf(e.getMessage()))
              + (Content.of(bytes) == Content.POLICY ? "" : "\n" + COMPARED),
          e);
    }
  }

  private int verdicts(Path file, Program program) throws DiagramLimitException {
    try {
      return diagram.map(ProgramDiagram.of(diagram, program), Meaning::taken);
    } catch (UndecidedException e) {
      throw new CommandFailure(Terminal.name(file) + ": cannot be compared: " + e.reason(), e);
    }
  }

  /**
   * The return value as a policy has it where the kernel does the same. It hands a trap's data to
   * the SIGSYS handler, so that one stays.
   */
  private static int taken(int returnValue) {
    Action action = Action.ofReturnValue(returnValue);
    return action.kind() == Action.Kind.TRAP ? returnValue : action.returnValue();
  }

  /** What separates two inputs of this manager. */
  Diff difference(Input before, Input after) throws DiagramLimitException {
    if (before instanceof Recording old && after instanceof Recording now) {
      return EvidenceDiff.between(old.side(), old.evidence(), now.side(), now.evidence());
    }
    Set<Arch> shown = named.isEmpty() ? EnumSet.of(Arch.X86_64) : named;
    return MeaningDiff.between(
        diagram,
        before.side(),
        verdicts(before, after),
        after.side(),
        verdicts(after, before),
        shown,
        notes(before, after));
  }

  private int verdicts(Input input, Input other) throws DiagramLimitException {
    return switch (input) {
      case Verdicts known -> known.verdicts();
      case Recording recording -> {
        Set<Arch> afterLauncher =
            other instanceof Verdicts known ? known.afterLauncher() : Set.of();
        yield RecordedDiff.verdicts(
            diagram, recording.evidence(), verdicts(other, input), afterLauncher);
      }
    };
  }

  private static List<String> notes(Input before, Input after) {
    if (before instanceof Recording recording) {
      return RecordedDiff.notes(recording.evidence());
    }
    if (after instanceof Recording recording) {
      return RecordedDiff.notes(recording.evidence());
    }
    return startsElsewhere(before, after)
        ? List.of(
            "the policies do not agree on on_next_syscall: the filter of one starts only behind the"
                + " launcher's execve")
        : List.of();
  }

  /** Of a program nobody can tell. */
  private static boolean startsElsewhere(Input before, Input after) {
    return before instanceof Verdicts old
        && after instanceof Verdicts now
        && old.side().kind() == Side.Kind.POLICY
        && now.side().kind() == Side.Kind.POLICY
        && !old.afterLauncher().equals(now.afterLauncher());
  }
}
