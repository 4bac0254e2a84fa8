package dev.winnow.recorder;

import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each line of one strace log is: a call, the beginning or the rest of one, the end of a
 * thread, or nothing of interest. Lines come in order; only the last may be cut off.
 */
final class StraceLines {
  private static final byte[] EXIT = Grammar.ascii("+++ ");
  private static final byte[] SUPERSEDED = Grammar.ascii("+++ superseded by execve in pid ");
  private static final byte[] SIGNAL = Grammar.ascii("--- ");
  private static final byte[] RESUMED = Grammar.ascii("<... ");
  private static final byte[] RESUMED_END = Grammar.ascii(" resumed>");
  private static final byte[] UNFINISHED = Grammar.ascii(" <unfinished ...>");
  private static final byte[] PROCESS = Grammar.ascii("[ Process PID=");
  private static final byte[] RUNS_32 = Grammar.ascii(" runs in 32 bit mode");
  private static final byte[] RUNS_X32 = Grammar.ascii(" runs in x32 mode");
  private static final byte[] UNNAMED = Grammar.ascii("???");

  /** What a text turned out to be. */
  private enum Outcome {
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
  private final OtherLines others = new OtherLines();
  private final Glue glue = new Glue();
  private @Nullable ThreadState lastHead;

  /** The line that is read, whether its end is there, and how many lines the record has so far. */
  private long line;

  private boolean complete;
  private int recordLines = 1;

  /**
   * @param movedHeads of a run in pieces: by the thread that called it, an execve whose end is in
   *     the leader's piece
   */
  StraceLines(
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
  }

  /** Takes the next line, without its newline; {@code ended} is false if it has none. */
  void line(byte[] b, int from, int limit, boolean ended) {
    line = tally.nextLine();
    complete = ended;
    int to = limit > from && b[limit - 1] == '\r' ? limit - 1 : limit;
    if (glue.isOpen() && continues(b, from, to)) {
      return;
    }
    record(b, from, to);
  }

  /** The next line has no end within {@link StraceReader#LONGEST_LINE}; its rest is skipped. */
  void tooLong(byte[] b, int length) {
    line = tally.nextLine();
    tally.failed(line, "longer than " + (StraceReader.LONGEST_LINE >> 20) + " MiB", b, 0, length);
  }

  /** The log is over: what has not returned will not. */
  void end() {
    abandonGlue();
    for (ThreadState thread : threads.pending()) {
      neverReturned(thread);
    }
  }

  private void record(byte[] b, int from, int to) {
    switch (read(b, from, to)) {
      case DONE -> {}
      case OPEN -> glue.start(b, from, to, line);
      case UNRECOGNISED -> {
        byte[] plain = Grammar.withoutColour(b, from, to);
        if (plain.length < to - from) {
          record(plain, 0, plain.length);
        } else {
          unrecognised(b, from, to);
        }
      }
    }
  }

  private Outcome read(byte[] b, int from, int to) {
    if (Grammar.skipBlanks(b, from, to) == to) {
      tally.ignored(Ignored.BLANK);
      return Outcome.DONE;
    }
    if (OtherLines.isContinuation(b, from, to)) {
      tally.ignored(Ignored.CONTINUATION);
      return Outcome.DONE;
    }
    int at = prefix.read(b, from, to);
    if (at == to) {
      return Outcome.UNRECOGNISED;
    }
    return switch (b[at]) {
      case '<' -> resumed(b, at, to);
      case '+' -> Grammar.startsWith(b, at, to, EXIT) ? exit(b, at, to) : Outcome.UNRECOGNISED;
      case '-' -> Grammar.startsWith(b, at, to, SIGNAL) ? signal() : Outcome.UNRECOGNISED;
      case '[' -> Grammar.startsWith(b, at, to, PROCESS) ? mode(b, at, to) : Outcome.UNRECOGNISED;
      default -> call(b, at, to);
    };
  }

  private Outcome call(byte[] b, int at, int to) {
    int nameEnd = nameEnd(b, at, to);
    if (nameEnd == at || nameEnd >= to || b[nameEnd] != '(') {
      return Outcome.UNRECOGNISED;
    }
    if (b[at] == '?') {
      tally.ignored(Ignored.UNNAMED);
      return Outcome.DONE;
    }
    ThreadState thread = threads.of(prefix.tid, false);
    if (thread.pending) {
      neverReturned(thread);
    }
    SyscallEntry entry = calls.resolve(thread, prefix.number, b, at, nameEnd);
    boolean unfinished = b[to - 1] == '>' && Grammar.endsWith(b, nameEnd, to, UNFINISHED);
    if (unfinished) {
      head(thread, entry, b, at, nameEnd, to - UNFINISHED.length);
    }
    if (entry == null) {
      failed(calls.reason(), b, at, to);
      return Outcome.DONE;
    }
    if (unfinished) {
      long cloneFlags = calls.cloneFlags(entry, b, nameEnd + 1, to - UNFINISHED.length);
      sink.entered(thread.tid, entry.arch, entry.number, cloneFlags);
      return Outcome.DONE;
    }
    if (!movedHeads.isEmpty()
        && StraceCalls.changedPid(b, nameEnd, to) >= 0
        && movedHeads.containsKey(thread.tid)) {
      tally.joined(recordLines); // to its end in the leader's piece
      return Outcome.DONE;
    }
    boolean damaged = recordLines > 1 && glue.damaged;
    if (!calls.deliver(thread, entry, b, nameEnd + 1, to, complete, damaged)) {
      return Outcome.OPEN;
    }
    delivered(entry, recordLines - 1);
    return Outcome.DONE;
  }

  private void delivered(SyscallEntry entry, int joined) {
    tally.parsed();
    tally.joined(joined);
    int child = threads.isMainUnknown() ? calls.child(entry) : 0;
    if (child != 0) {
      threads.known(child);
    }
  }

  private void head(
      ThreadState thread, @Nullable SyscallEntry entry, byte[] b, int at, int nameEnd, int to) {
    threads.startHead(thread);
    thread.append(b, at, to);
    thread.entry = entry;
    thread.argumentsAt = nameEnd + 1 - at;
    thread.headLine = line;
    thread.headLines = recordLines;
    thread.damaged = recordLines > 1 && glue.damaged;
    lastHead = thread;
  }

  private Outcome resumed(byte[] b, int at, int to) {
    int name = at + RESUMED.length;
    int nameEnd = nameEnd(b, name, to);
    if (!Grammar.startsWith(b, at, to, RESUMED)
        || nameEnd == name
        || !Grammar.startsWith(b, nameEnd, to, RESUMED_END)) {
      return Outcome.UNRECOGNISED;
    }
    ThreadState thread = threads.of(prefix.tid, true);
    boolean unnamed = b[name] == '?';
    if (thread.pending && !unnamed && !isHeadNamed(thread, b, name, nameEnd)) {
      neverReturned(thread);
    }
    if (thread.pending) {
      return join(thread, b, nameEnd + RESUMED_END.length, to);
    }
    if (unnamed) {
      tally.ignored(Ignored.UNNAMED);
      return Outcome.DONE;
    }
    SyscallEntry entry = calls.resolve(thread, prefix.number, b, name, nameEnd);
    if (entry == null) {
      failed(calls.reason(), b, at, to);
    } else {
      calls.withoutBeginning(thread, entry);
      delivered(entry, recordLines - 1);
    }
    return Outcome.DONE;
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
    boolean damaged = thread.damaged || (recordLines > 1 && glue.damaged);
    if (!calls.deliver(
        thread, entry, thread.head, thread.argumentsAt, thread.headLength, complete, damaged)) {
      thread.headLength = before;
      return Outcome.OPEN;
    }
    delivered(entry, recordLines - 1 + thread.headLines);
    threads.release(thread);
    return Outcome.DONE;
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
    tally.ignored(Ignored.SIGNAL);
    return Outcome.DONE;
  }

  private Outcome exit(byte[] b, int at, int to) {
    ThreadState thread = threads.of(prefix.tid, false);
    if (thread.pending) {
      neverReturned(thread);
    }
    if (Grammar.startsWith(b, at, to, SUPERSEDED) && integer.read(b, at + SUPERSEDED.length, to)) {
      superseded(thread, (int) integer.value);
      tally.ignored(Ignored.SUPERSEDED);
    } else {
      threads.remove(thread);
      sink.exited(thread.tid);
      tally.ignored(Ignored.EXIT);
    }
    return Outcome.DONE;
  }

  /** {@code survivor} called execve; it and its call go on under the number of {@code leader}. */
  private void superseded(ThreadState leader, int survivor) {
    ThreadState from = threads.find(survivor);
    if (from != null && from != leader) {
      leader.arch = from.arch;
      if (from.pending) {
        leader.takeHead(from);
      }
      threads.remove(from);
    }
    byte[] moved = movedHeads.get(survivor);
    if (moved != null && !leader.pending) {
      int nameEnd = Grammar.name(moved, 0, moved.length);
      SyscallEntry entry = calls.resolve(leader, LinePrefix.NO_NUMBER, moved, 0, nameEnd);
      recordLines = 0; // its line is counted in its own piece
      head(leader, entry, moved, 0, nameEnd, moved.length);
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
    if (Grammar.indexOf(b, at, to, RUNS_32) >= 0) {
      thread.arch = Arch.I386;
    } else if (Grammar.indexOf(b, at, to, RUNS_X32) >= 0) {
      thread.arch = Arch.X32;
    } else {
      thread.arch = Arch.X86_64;
    }
    threads.of(prefix.tid, false);
    tally.ignored(Ignored.MODE);
    return Outcome.DONE;
  }

  /** Whether the line belongs to the call that is open; if not, that call is given up. */
  private boolean continues(byte[] b, int from, int to) {
    if (OtherLines.isMessage(b, from, to)) {
      message(b, from, to);
      return true;
    }
    if (startsRecord(b, from, to) || glue.isFull()) {
      abandonGlue();
      return false;
    }
    glue.append(b, from, to);
    recordLines = glue.lines;
    Outcome outcome = read(glue.text, 0, glue.length);
    recordLines = 1;
    if (outcome == Outcome.DONE) {
      glue.close();
    }
    return true;
  }

  private boolean startsRecord(byte[] b, int from, int to) {
    int at = prefix.read(b, from, to);
    if (prefix.tid != LinePrefix.NO_TID) {
      return true;
    }
    int nameEnd = nameEnd(b, at, to);
    return (nameEnd > at && nameEnd < to && b[nameEnd] == '(')
        || Grammar.startsWith(b, at, to, EXIT)
        || Grammar.startsWith(b, at, to, SIGNAL)
        || Grammar.startsWith(b, at, to, RESUMED)
        || Grammar.startsWith(b, at, to, PROCESS);
  }

  private void abandonGlue() {
    for (int i = 0; i < glue.lines; i++) {
      tally.failed(glue.firstLine + i, "the call does not end", glue.text, 0, glue.length);
    }
    glue.close();
  }

  private void unrecognised(byte[] b, int from, int to) {
    Ignored reason = others.reason(b, from, to);
    if (reason == Ignored.MESSAGE) {
      message(b, from, to);
    } else if (reason != null) {
      tally.ignored(reason);
    } else if (!endsLastHead(b, from, to)) {
      failed(complete ? "not a line of strace" : "the line is cut off", b, from, to);
    }
  }

  private void message(byte[] b, int from, int to) {
    int process = others.process(b, from, to);
    if (process > 0) {
      threads.known(process);
    }
    tally.ignored(Ignored.MESSAGE);
  }

  /** strace up to 6.1 with -z or -Z loses the pid and the name of a resumed call. */
  private boolean endsLastHead(byte[] b, int from, int to) {
    ThreadState thread = lastHead;
    if (thread == null || !thread.pending || thread.entry == null || !complete) {
      return false;
    }
    return join(thread, b, from, to) == Outcome.DONE;
  }

  private void failed(String reason, byte[] b, int from, int to) {
    for (int i = recordLines - 1; i >= 0; i--) {
      tally.failed(line - i, reason, b, from, to);
    }
  }

  private static boolean isHeadNamed(ThreadState thread, byte[] b, int from, int to) {
    return Arrays.equals(thread.head, 0, thread.argumentsAt - 1, b, from, to);
  }

  /** The end of a syscall's name, of {@code ???} or of {@code name#64}. */
  private static int nameEnd(byte[] b, int at, int to) {
    if (Grammar.startsWith(b, at, to, UNNAMED)) {
      return at + UNNAMED.length;
    }
    if (at >= to || !(Grammar.isLower(b[at]) || b[at] == '_')) {
      return at;
    }
    int end = Grammar.name(b, at, to);
    return end < to && b[end] == '#' ? Grammar.name(b, end + 1, to) : end;
  }
}
