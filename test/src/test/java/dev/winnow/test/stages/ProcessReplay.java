package dev.winnow.test.stages;

import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tries a policy on a part of one trace, told by numbers of threads alone, so that the learner's
 * own telling of roles and phases is held against another.
 */
final class ProcessReplay implements TraceSink {
  /** Not a syscall. */
  private static final int FROM_THE_BEGINNING = -1;

  private final Replay replay;
  private final int marker;
  private final boolean withFirst;
  private final Set<Integer> past = new HashSet<>();
  private final Set<Integer> known = new HashSet<>();
  private int first;
  private boolean starting;
  private long others;

  private ProcessReplay(Policy policy, int marker, boolean withFirst) {
    replay = new Replay(policy);
    this.marker = marker;
    this.withFirst = withFirst;
  }

  /**
   * A replayed trace.
   *
   * @param findings of the policy: denied or undecided
   * @param events that were tried
   * @param others that do not belong to the part
   */
  record Result(List<Replay.Finding> findings, long events, long others) {
    Result {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What threads did after they had called a marker, and those which these had made since.
   *
   * @param withFirst whether the thread counts with which the trace begins
   */
  static Result after(String marker, boolean withFirst, Policy policy, Path trace)
      throws TraceException {
    Syscall syscall = Objects.requireNonNull(SyscallTable.of(Arch.X86_64).byName(marker));
    return new ProcessReplay(policy, syscall.number(), withFirst).read(trace);
  }

  /** What all but the first thread of the trace did. */
  static Result ofChildren(Policy policy, Path trace) throws TraceException {
    return new ProcessReplay(policy, FROM_THE_BEGINNING, false).read(trace);
  }

  private Result read(Path trace) throws TraceException {
    new Ingestion().read(TraceInput.of(trace), this);
    return new Result(replay.findings(), replay.events(), others);
  }

  @Override
  public void event(SyscallEvent event) {
    first = first == 0 ? event.tid() : first;
    boolean mine = withFirst || event.tid() != first;
    if (known.add(event.tid()) && mine && (starting || marker == FROM_THE_BEGINNING)) {
      past.add(event.tid());
    }
    if (past.contains(event.tid())) {
      replay.event(event);
    } else {
      others++;
    }
    if (mine && event.arch() == Arch.X86_64 && event.number() == marker) {
      past.add(event.tid());
    }
    boolean made = event.cloneFlags() >= 0 && event.resultKnown() && event.result() > 0;
    if (made && past.contains(event.tid())) {
      past.add((int) event.result());
    }
  }

  @Override
  public void entered(int tid, Arch arch, int number, long cloneFlags) {
    starting |= past.contains(tid);
  }
}
