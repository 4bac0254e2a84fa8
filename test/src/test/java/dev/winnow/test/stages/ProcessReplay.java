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
 * Tries a policy on what the processes of one trace did after each had called a marker itself: told
 * by process numbers alone, so that the learner's own telling is held against another. The first
 * process of the trace, which starts the others, may be left out.
 */
final class ProcessReplay implements TraceSink {
  private static final int CLONE_THREAD = 0x10000;

  private final Replay replay;
  private final int marker;
  private final boolean withFirst;
  private final Set<Integer> past = new HashSet<>();
  private int first;
  private long before;

  private ProcessReplay(Policy policy, String marker, boolean withFirst) {
    replay = new Replay(policy);
    Syscall syscall = SyscallTable.of(Arch.X86_64).byName(marker);
    this.marker = Objects.requireNonNull(syscall).number();
    this.withFirst = withFirst;
  }

  /** What the policy denied, or left undecided, of one trace. */
  static Result of(Policy policy, String marker, boolean withFirst, Path trace)
      throws TraceException {
    ProcessReplay sink = new ProcessReplay(policy, marker, withFirst);
    new Ingestion().read(TraceInput.of(trace), sink);
    return new Result(sink.replay.findings(), sink.replay.events(), sink.before);
  }

  /**
   * A replayed trace.
   *
   * @param findings of the policy
   * @param events that were tried
   * @param before events that were not, as the marker had not been called
   */
  record Result(List<Replay.Finding> findings, long events, long before) {
    Result {
      findings = List.copyOf(findings);
    }
  }

  @Override
  public void event(SyscallEvent event) {
    if (first == 0) {
      first = event.tid();
    }
    if (past.contains(event.tid())) {
      replay.event(event);
    } else {
      before++;
    }
    boolean mine = withFirst || event.tid() != first;
    if (mine && event.arch() == Arch.X86_64 && event.number() == marker) {
      past.add(event.tid());
    }
    boolean started = event.resultKnown() && event.result() > 0 && event.cloneFlags() >= 0;
    if (started && (event.cloneFlags() & CLONE_THREAD) != 0 && past.contains(event.tid())) {
      past.add((int) event.result());
    }
  }
}
