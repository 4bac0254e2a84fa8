package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one strace log: a call, the beginning or the rest of one, the end of a thread, the
 * ABI of a process. {@link StraceLines} says which lines make a record.
 */
final class StraceRecords {
  private static final byte[] EXIT = Ascii.bytes("+++ ");
  private static final byte[] SUPERSEDED = Ascii.bytes("+++ superseded by execve in pid ");
  private static final byte[] SIGNAL = Ascii.bytes("--- ");
  static final byte[] RESUMED = Ascii.bytes("<... ");
  static final byte[] RESUMED_END = Ascii.bytes(" resumed>");
  static final byte[] UNFINISHED = Ascii.bytes(" <unfinished ...>");
  private static final byte[] PROCESS = Ascii.bytes("[ Process PID=");
  private static final byte[] RUNS_32 = Ascii.bytes(" runs in 32 bit mode");
  private static final byte[] RUNS_X32 = Ascii.bytes(" runs in x32 mode");
  private static final byte[] UNNAMED = Ascii.bytes("???");

  /** What a text turned out to be. */
  enum Outcome {
    /** Understood or known not to be; counted. */
    DONE,
    /** A call that does not end on this line; not counted. */
    OPEN,
    /** No record; not counted. */
    UNRECOGNISED
  }

  private final StraceCalls calls;
  private final Threads threads;
  private final LineTally tally;
  private final TraceSink sink;
  private final Map<Integer, byte[]> movedHeads;
  private final LinePrefix prefix = new LinePrefix();
  private final IntegerText integer = new IntegerText();

  /** The thread whose call was the last one to begin and not to end on a line. */
  @Nullable ThreadState lastHead;

  /** Whether the log says which ABI a process runs in, or names it by numbers. */
  private boolean saysAbi;

  /** What follows the line that is read, as far as it is known; it begins with that line. */
  private byte[] ahead = ThreadState.NO_BYTES;

  private int aheadFrom;
  private int aheadTo;

  /** The line that is read, the last one of the record. */
  long line;

  /** Whether the end of that line is there. */
  boolean complete;

  /** Lines that the record has so far. */
  int recordLines = 1;

  /** Whether other text is mixed into the record. */
  boolean damaged;

  /**
   * @param movedHeads of a run in pieces: by the thread that called it, an execve whose end is in
   *     the leader's piece
   */
  StraceRecords(
      StraceCalls calls,
      Threads threads,
      LineTally tally,
      TraceSink sink,
      Map<Integer, byte[]> movedHeads) {
    this.calls = calls;
    this.threads = threads;
    this.tally = tally;
    this.sink = sink;
    this.movedHeads = movedHeads;
    calls.doubt.begin(calls.events);
  }

  /** The log from the line that is read now, as far as it is known. */
  void ahead(byte[] b, int from, int to) {
    ahead = b;
    aheadFrom = from;
    aheadTo = to;
  }

  /** Reads {@code b[from, to)}, a line or several that belong together. */
  Outcome read(byte[] b, int from, int to) {
    if (Ascii.skipBlanks(b, from, to) == to) {
      tally.ignored(Ignored.BLANK.reason);
      return Outcome.DONE;
    }
    if (OtherLines.isContinuation(b, from, to)) {
      tally.ignored(Ignored.CONTINUATION.reason);
      return Outcome.DONE;
    }
    int at = prefix.read(b, from, to);
    if (at == to) {
      return Outcome.UNRECOGNISED;
    }
    return switch (b[at]) {
      case '<' -> resumed(b, at, to);
      case '+' -> Ascii.startsWith(b, at, to, EXIT) ? exit(b, at, to) : Outcome.UNRECOGNISED;
      case '-' -> Ascii.startsWith(b, at, to, SIGNAL) ? signal() : Outcome.UNRECOGNISED;
      case '[' -> Ascii.startsWith(b, at, to, PROCESS) ? mode(b, at, to) : Outcome.UNRECOGNISED;
      default -> call(b, at, to);
    };
  }

  /** Whether the ABI of the thread's next call is known or was looked for. */
  boolean knowsAbi(ThreadState thread) {
    return saysAbi || thread.abiSought;
  }

  /** Whether a record begins here, whatever becomes of it. */
  boolean startsRecord(byte[] b, int from, int to) {
    int at = prefix.read(b, from, to);
    if (prefix.tid != LinePrefix.NO_TID) {
      return true;
    }
    int nameEnd = nameEnd(b, at, to);
    return (nameEnd > at && nameEnd < to && b[nameEnd] == '(')
        || Ascii.startsWith(b, at, to, EXIT)
        || Ascii.startsWith(b, at, to, SIGNAL)
        || Ascii.startsWith(b, at, to, RESUMED)
        || Ascii.startsWith(b, at, to, PROCESS);
  }

  private Outcome call(byte[] b, int at, int to) {
    int nameEnd = nameEnd(b, at, to);
    if (nameEnd == at || nameEnd >= to || b[nameEnd] != '(') {
      return Outcome.UNRECOGNISED;
    }
    if (b[at] == '?') {
      tally.ignored(Ignored.UNNAMED.reason);
      return Outcome.DONE;
    }
    ThreadState thread = threads.of(prefix.tid, false);
    if (thread.pending) {
      neverReturned(thread);
    }
    if (!saysAbi && !thread.abiSought) {
      seekAbi(thread);
    }
    SyscallEntry entry = calls.resolve(thread, prefix.number, b, at, nameEnd);
    boolean unfinished = b[to - 1] == '>' && Ascii.endsWith(b, nameEnd, to, UNFINISHED);
    if (unfinished) {
      head(thread, entry, b, at, nameEnd, to - UNFINISHED.length, line);
      lastHead = thread;
    }
    if (entry == null) {
      failed(calls.reason(), b, at, to);
      return Outcome.DONE;
    }
    if (unfinished) {
      if (entry.forks) {
        long cloneFlags = calls.cloneFlags(entry, b, nameEnd + 1, to - UNFINISHED.length);
        sink.entered(thread.tid, entry.arch, entry.number, cloneFlags);
      }
      return Outcome.DONE;
    }
    if (!movedHeads.isEmpty()
        && StraceCalls.changedPid(b, nameEnd, to) >= 0
        && movedHeads.containsKey(thread.tid)) {
      tally.joined(recordLines); // to its end in the leader's piece
      return Outcome.DONE;
    }
    if (!calls.deliver(thread, entry, b, nameEnd + 1, to, complete, damaged)) {
      return Outcome.OPEN;
    }
    delivered(thread, entry, recordLines - 1, b, at, to);
    return Outcome.DONE;
  }

  /** Neither numbers nor mode lines so far: the names of the thread's next calls may tell. */
  private void seekAbi(ThreadState thread) {
    if (prefix.number != LinePrefix.NO_NUMBER) {
      saysAbi = true;
      return;
    }
    calls.seekAbi(thread, ahead, aheadFrom, aheadTo, prefix.tid);
  }

  private void delivered(
      ThreadState thread, SyscallEntry entry, int joined, byte[] b, int at, int to) {
    if (calls.executed(entry)) {
      calls.doubt.executed(thread);
    }
    if (!calls.fault.isEmpty()) {
      tally.failed(line, calls.fault, b, at, to);
    } else {
      tally.parsed();
    }
    tally.joined(joined);
    int child = calls.child(entry);
    if (child != 0) {
      threads.known(child, thread);
    }
  }

  /** The thread's call begins with {@code b[at, to)}, on line {@code headLine}. */
  void head(
      ThreadState thread,
      @Nullable SyscallEntry entry,
      byte[] b,
      int at,
      int nameEnd,
      int to,
      long headLine) {
    threads.startHead(thread);
    thread.append(b, at, to);
    thread.entry = entry;
    thread.argumentsAt = nameEnd + 1 - at;
    thread.headLine = headLine;
    thread.headLines = recordLines;
    thread.damaged = damaged;
  }

  private Outcome resumed(byte[] b, int at, int to) {
    int tail = tail(b, at, to);
    if (tail < 0) {
      return Outcome.UNRECOGNISED;
    }
    int name = at + RESUMED.length;
    int nameEnd = tail - RESUMED_END.length;
    ThreadState thread = threads.of(prefix.tid, true);
    boolean unnamed = b[name] == '?';
    if (thread.pending && !unnamed && !isHeadNamed(thread, b, name, nameEnd)) {
      neverReturned(thread);
    }
    if (thread.pending) {
      return join(thread, b, tail, to);
    }
    if (unnamed) {
      tally.ignored(Ignored.UNNAMED.reason);
      return Outcome.DONE;
    }
    SyscallEntry entry = calls.resolve(thread, prefix.number, b, name, nameEnd);
    if (entry == null) {
      failed(calls.reason(), b, at, to);
    } else {
      calls.withoutBeginning(thread, entry);
      delivered(thread, entry, recordLines - 1, b, at, to);
    }
    return Outcome.DONE;
  }

  /** The index behind {@code <... name resumed>}, or -1 if that does not stand at {@code at}. */
  static int tail(byte[] b, int at, int to) {
    int name = at + RESUMED.length;
    int nameEnd = nameEnd(b, name, to);
    boolean resumes =
        Ascii.startsWith(b, at, to, RESUMED)
            && nameEnd > name
            && Ascii.startsWith(b, nameEnd, to, RESUMED_END);
    return resumes ? nameEnd + RESUMED_END.length : -1;
  }

  private Outcome join(ThreadState thread, byte[] b, int tail, int to) {
    SyscallEntry entry = thread.entry;
    if (entry == null) {
      failed("resumes a call that was not understood", b, tail, to);
      threads.release(thread);
      return Outcome.DONE;
    }
    int before = thread.headLength;
    thread.append(b, tail, to);
    boolean untrusted = thread.damaged || this.damaged;
    if (!calls.deliver(
        thread, entry, thread.head, thread.argumentsAt, thread.headLength, complete, untrusted)) {
      thread.headLength = before;
      return Outcome.OPEN;
    }
    delivered(thread, entry, recordLines - 1 + thread.headLines, b, tail, to);
    threads.release(thread);
    return Outcome.DONE;
  }

  /** The log is over: what has not returned will not. */
  void end() {
    for (ThreadState thread : threads.pending()) {
      neverReturned(thread);
    }
    calls.doubt.end(calls.events, saysAbi);
  }

  private void neverReturned(ThreadState thread) {
    SyscallEntry entry = thread.entry;
    if (entry != null) {
      calls.neverReturned(thread, entry);
      if (thread.headLines > 0) {
        tally.parsed();
        tally.joined(thread.headLines - 1);
      }
    }
    threads.release(thread);
  }

  private Outcome signal() {
    tally.ignored(Ignored.SIGNAL.reason);
    return Outcome.DONE;
  }

  private Outcome exit(byte[] b, int at, int to) {
    ThreadState thread = threads.of(prefix.tid, false);
    if (thread.pending) {
      neverReturned(thread);
    }
    if (Ascii.startsWith(b, at, to, SUPERSEDED) && integer.read(b, at + SUPERSEDED.length, to)) {
      superseded(thread, (int) integer.value);
      tally.ignored(Ignored.SUPERSEDED.reason);
    } else {
      threads.remove(thread);
      sink.exited(thread.tid);
      tally.ignored(Ignored.EXIT.reason);
    }
    return Outcome.DONE;
  }

  /** {@code survivor} called execve; it and its call go on under the number of {@code leader}. */
  private void superseded(ThreadState leader, int survivor) {
    ThreadState from = threads.find(survivor);
    if (from != null && from != leader) {
      leader.arch = from.arch;
      leader.abiKnown = from.abiKnown;
      if (from.pending) {
        leader.takeHead(from);
      }
      threads.remove(from);
    }
    byte[] moved = movedHeads.get(survivor);
    if (moved != null && !leader.pending) {
      int nameEnd = Ascii.name(moved, 0, moved.length);
      SyscallEntry entry = calls.resolve(leader, LinePrefix.NO_NUMBER, moved, 0, nameEnd);
      recordLines = 0; // its line is counted in its own piece
      head(leader, entry, moved, 0, nameEnd, moved.length, line);
      lastHead = leader;
      recordLines = 1;
    }
    sink.superseded(leader.tid, survivor);
  }

  private Outcome mode(byte[] b, int at, int to) {
    boolean read = integer.read(b, at + PROCESS.length, to);
    if (read && prefix.tid == LinePrefix.NO_TID) {
      threads.nameMain((int) integer.value);
    }
    ThreadState thread = threads.of(prefix.tid, false);
    if (Ascii.indexOf(b, at, to, RUNS_32) >= 0) {
      thread.arch = Arch.I386;
    } else if (Ascii.indexOf(b, at, to, RUNS_X32) >= 0) {
      thread.arch = Arch.X32;
    } else {
      thread.arch = Arch.X86_64;
    }
    threads.of(prefix.tid, false);
    saysAbi = true;
    tally.ignored(Ignored.MODE.reason);
    return Outcome.DONE;
  }

  /** strace up to 6.1 with -z or -Z loses the pid and the name of a resumed call. */
  boolean endsLastHead(byte[] b, int from, int to) {
    ThreadState thread = lastHead;
    if (thread == null || !thread.pending || thread.entry == null || !complete) {
      return false;
    }
    return join(thread, b, from, to) == Outcome.DONE;
  }

  void failed(String reason, byte[] b, int from, int to) {
    for (int i = recordLines - 1; i >= 0; i--) {
      tally.failed(line - i, reason, b, from, to);
    }
  }

  private static boolean isHeadNamed(ThreadState thread, byte[] b, int from, int to) {
    return Arrays.equals(thread.head, 0, thread.argumentsAt - 1, b, from, to);
  }

  /** The end of a syscall's name, of {@code ???} or of {@code name#64}. */
  static int nameEnd(byte[] b, int at, int to) {
    if (Ascii.startsWith(b, at, to, UNNAMED)) {
      return at + UNNAMED.length;
    }
    if (at >= to || !(Ascii.isLower(b[at]) || b[at] == '_')) {
      return at;
    }
    int end = Ascii.name(b, at, to);
    return end < to && b[end] == '#' ? Ascii.name(b, end + 1, to) : end;
  }
}
