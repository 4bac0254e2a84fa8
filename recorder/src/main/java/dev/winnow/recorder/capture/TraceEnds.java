package dev.winnow.recorder.capture;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.strace.LinePrefix;
import dev.winnow.recorder.strace.StraceReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a trace of {@code strace -f} begins and ends: whether the program was started, and how the
 * process that was started first ended.
 *
 * @param isEmpty whether nothing was recorded
 * @param startError the error number with which the kernel refused the program, or 0
 * @param exit how the first process ended, if that stands near the end of the trace
 */
record TraceEnds(boolean isEmpty, int startError, Optional<ProgramExit> exit) {
  /** Bytes at each end that are looked at. */
  private static final int ENDS = 1 << 20;

  private static final byte[] EXITED = Ascii.bytes("+++ exited with ");
  private static final byte[] KILLED = Ascii.bytes("+++ killed by ");

  /**
   * Reads both ends of {@code trace}.
   *
   * @throws CaptureException if it cannot be read
   */
  static TraceEnds of(Path trace) throws CaptureException {
    try (RandomAccessFile file = new RandomAccessFile(trace.toFile(), "r")) {
      byte[] first = new byte[(int) Math.min(ENDS, file.length())];
      file.readFully(first);
      byte[] last = new byte[first.length];
      file.seek(file.length() - last.length);
      file.readFully(last);
      LinePrefix prefix = new LinePrefix();
      prefix.read(first, 0, first.length);
      return new TraceEnds(first.length == 0, startError(first), exit(last, prefix.tid));
    } catch (IOException e) {
      throw new CaptureException("cannot read the trace " + trace + ": " + e.getMessage(), e);
    }
  }

  /** A recorded program begins with the execve that starts it. */
  private static int startError(byte[] first) throws IOException {
    long[] results = new long[2];
    StraceReader reader =
        new StraceReader(event -> {
          if (results[0]++ == 0 && event.resultKnown()) {
            results[1] = event.result();
          }
        });
    reader.read(new ByteArrayInputStream(first));
    return results[1] < 0 ? (int) -results[1] : 0;
  }

  private static Optional<ProgramExit> exit(byte[] last, int tid) {
    Optional<ProgramExit> exit = Optional.empty();
    LinePrefix prefix = new LinePrefix();
    int from = 0;
    int newline = Ascii.newline(last, 0, last.length);
    while (newline >= 0) {
      int at = prefix.read(last, from, newline);
      if (prefix.tid == tid && at < newline && last[at] == '+') {
        Optional<ProgramExit> here = exit(last, at, newline);
        exit = here.isPresent() ? here : exit;
      }
      from = newline + 1;
      newline = Ascii.newline(last, from, last.length);
    }
    return exit;
  }

  private static Optional<ProgramExit> exit(byte[] b, int at, int to) {
    IntegerText code = new IntegerText();
    if (Ascii.startsWith(b, at, to, EXITED)) {
      return code.read(b, at + EXITED.length, to)
          ? Optional.of(new ProgramExit.Exited((int) code.value))
          : Optional.empty();
    }
    if (!Ascii.startsWith(b, at, to, KILLED)) {
      return Optional.empty();
    }
    int begin = at + KILLED.length;
    String signal = Ascii.text(b, begin, Ascii.name(b, begin, to));
    long number = Constants.of(Arch.X86_64).value(signal).orElse(0);
    return Optional.of(new ProgramExit.Killed(signal, (int) number));
  }
}
