package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Decodes calls and delivers them; shared by the logs of one run. */
final class StraceCalls {
  private static final byte[] DETACHED = Ascii.bytes(" <detached ...>");
  private static final byte[] PID_CHANGED = Ascii.bytes(" <pid changed to ");
  private static final String UNMATCHED =
      "a call, and the brackets of its arguments do not match; these are unknown";

  private final TraceSink sink;
  private final SyscallNames names = new SyscallNames();
  private final AbiNames abiNames = new AbiNames(names);
  private final ArgumentScanner slots = new ArgumentScanner();
  private final CallDecoder arguments = new CallDecoder();
  private final ResultDecoder results = new ResultDecoder();
  private final SyscallEvent event = new SyscallEvent();

  /** The event delivered last. */
  private SyscallEvent last = event;

  long events;
  long neverReturned;
  long withoutBeginning;

  /** Whether the ABI of a process was told by nothing but the names of its calls. */
  boolean inferredAbi;

  /** Which events may be of another ABI than they were taken for. */
  final AbiDoubt doubt = names.doubt;

  StraceCalls(TraceSink sink) {
    this.sink = sink;
  }

  /** See {@link SyscallNames#resolve}. */
  @Nullable SyscallEntry resolve(ThreadState thread, long number, byte[] b, int from, int to) {
    return names.resolve(thread, number, b, from, to);
  }

  /** Why the line of the last call cannot be trusted, though it was delivered; else empty. */
  String fault = "";

  /** Why the last name was not found. */
  String reason() {
    return names.reason;
  }

  /**
   * Delivers the call whose arguments begin at {@code at}, if it ends.
   *
   * @param complete false if the text may be cut off at {@code to}; it is delivered anyway
   * @param damaged whether its arguments cannot be trusted
   * @return false if the call does not end, and nothing was delivered
   */
  boolean deliver(
      ThreadState thread,
      SyscallEntry entry,
      byte[] b,
      int at,
      int to,
      boolean complete,
      boolean damaged) {
    fault = "";
    if (to > at && b[to - 1] == '>' && isLeft(thread, entry, b, at, to, damaged)) {
      return true;
    }
    boolean closed = slots.scan(b, at, to);
    int result = closed ? ResultDecoder.begin(b, slots.end, to) : -1;
    if (result < 0 && complete) {
      return !damaged && deliverUnmatched(thread, entry, b, at, to);
    }
    if (!closed) {
      slots.dropLast();
    }
    decode(thread, entry, b, closed, damaged);
    fault = arguments.excess;
    if (result >= 0) {
      if (!results.read(event, entry.arch, b, result, to, complete)) {
        fault = "a call, and more behind its result than strace writes";
      }
    }
    emit(event);
    return true;
  }

  /**
   * Delivers a call in which strace forgot a bracket, with its result and nothing of its arguments.
   *
   * @return false if it shows no result, and nothing was delivered
   */
  private boolean deliverUnmatched(
      ThreadState thread, SyscallEntry entry, byte[] b, int at, int to) {
    int result = ResultDecoder.beginUnmatched(b, at, to);
    if (result < 0) {
      return false;
    }
    decode(thread, entry, b, false, true);
    results.read(event, entry.arch, b, result, to, true);
    fault = UNMATCHED;
    emit(event);
    return true;
  }

  /** Delivers a call of {@code thread} that was decoded ahead. */
  void deliver(ThreadState thread, SyscallEvent call) {
    call.setTid(thread.tid);
    if (!thread.abiKnown) {
      doubt.assume(thread); // a call that tells the ABI is not delivered so
    }
    emit(call);
  }

  /** Delivers a call of which only the beginning was written, whole arguments. */
  void neverReturned(ThreadState thread, SyscallEntry entry) {
    slots.scan(thread.head, thread.argumentsAt, thread.headLength);
    decode(thread, entry, thread.head, false, thread.damaged);
    emit(event);
  }

  /** Delivers a call of which only the end was written: nothing is known of its arguments. */
  void withoutBeginning(ThreadState thread, SyscallEntry entry) {
    slots.count = 0;
    fault = "";
    decode(thread, entry, ThreadState.NO_BYTES, false, false);
    event.setReturned();
    withoutBeginning++;
    emit(event);
  }

  /** The child that the call just delivered made, or 0. */
  int child(SyscallEntry entry) {
    boolean made = entry.forks && last.resultKnown() && last.result() > 0;
    return made && last.result() <= Integer.MAX_VALUE ? (int) last.result() : 0;
  }

  /**
   * Looks for names that tell the ABI of {@code thread}, whose log does not say it, in {@code
   * b[from, to)}, the log from its next call on.
   *
   * @param tid the thread in the lines' prefix
   */
  void seekAbi(ThreadState thread, byte[] b, int from, int to, int tid) {
    thread.abiSought = true;
    Arch arch = abiNames.of(b, from, to, tid, thread.arch);
    doubt.strange |= abiNames.strange;
    doubt.native64 |= abiNames.native64;
    if (arch != null) {
      doubt.told(thread);
      doubt.other |= arch != thread.arch && arch.registerBits() == 32;
      inferredAbi |= arch != thread.arch;
      thread.arch = arch;
    }
  }

  /** Whether the call just delivered started another program, perhaps of another ABI. */
  boolean executed(SyscallEntry entry) {
    return entry.executes && last.resultKnown() && last.result() == 0;
  }

  /** As {@link CallDecoder#cloneFlags}; -1 for calls that make no child. */
  long cloneFlags(SyscallEntry entry, byte[] b, int from, int to) {
    return entry.forks ? arguments.cloneFlags(entry, b, from, to) : -1;
  }

  SortedMap<String, Long> unknownConstants() {
    return arguments.unknownConstants();
  }

  /** Values that were shown and not decoded, by {@code syscall.argument}. */
  SortedMap<String, Long> undecoded() {
    return arguments.undecoded();
  }

  /**
   * A call that strace let go of: it detached, or a thread other than the leader called execve and
   * goes on under the leader's number, which happens only if the call succeeds.
   */
  private boolean isLeft(
      ThreadState thread, SyscallEntry entry, byte[] b, int at, int to, boolean damaged) {
    int changed = changedPid(b, at, to);
    boolean detached = Ascii.endsWith(b, at, to, DETACHED);
    if (changed < 0 && !detached) {
      return false;
    }
    slots.scan(b, at, detached ? to - DETACHED.length : changed);
    decode(thread, entry, b, false, damaged);
    if (!detached) {
      event.setResult(0);
    }
    emit(event);
    return true;
  }

  /** Whether strace let go of the call whose text ends at {@code to}. */
  static boolean isLeft(byte[] b, int at, int to) {
    return changedPid(b, at, to) >= 0 || Ascii.endsWith(b, at, to, DETACHED);
  }

  /** Where {@code <pid changed to N ...>} begins at the end of a call, or -1. */
  static int changedPid(byte[] b, int at, int to) {
    int from = Math.max(at, to - PID_CHANGED.length - "4194304 ...>".length());
    return to > at && b[to - 1] == '>' ? Ascii.indexOf(b, from, to, PID_CHANGED) : -1;
  }

  private void decode(
      ThreadState thread, SyscallEntry entry, byte[] b, boolean whole, boolean damaged) {
    if (!thread.abiKnown) {
      assume(thread, entry);
    }
    event.reset(entry.arch, entry.number, thread.tid);
    if (damaged) {
      arguments.damaged(event, entry);
    } else {
      arguments.arguments(event, entry, b, slots, whole);
    }
  }

  /** The first call of a log may be strace's own, which starts the program. */
  private void assume(ThreadState thread, SyscallEntry entry) {
    if (names.tellsAbi(entry)) {
      doubt.told(thread);
    } else if (events > 0 || !entry.executes) {
      doubt.assume(thread);
    }
  }

  private void emit(SyscallEvent complete) {
    events++;
    if (!complete.returned()) {
      neverReturned++;
    }
    last = complete;
    sink.event(complete);
  }
}
