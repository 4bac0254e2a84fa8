package dev.winnow.recorder.qemu;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.WholeLineReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.util.List;

/**
 * Reads the calls that qemu-user prints:
 *
 * <pre>
 * 22480 brk(NULL) = 0x00000000004a8000
 * 22480 Unknown syscall 293
 * 22480 write(1,0x800640,3)vm      the program's output stands where it was written
 *  = 3
 * </pre>
 *
 * The number is the process, also for threads. Memory is constant.
 */
public final class QemuReader extends WholeLineReader {
  private static final byte[] UNKNOWN = Ascii.bytes("Unknown syscall ");
  private static final byte[] RESULT = Ascii.bytes(" = ");
  private static final byte[] ERRNO = Ascii.bytes(") = -1 errno=");
  private static final byte[] SIGNAL = Ascii.bytes("--- ");
  private static final byte[] ADDRESS = Ascii.bytes(") = 0x0");

  private final LineTally tally;
  private final Arch arch;
  private final IntegerText integer = new IntegerText();

  /** Lines that no other tracer would write. */
  private long typical;

  /** Whether the last call has no result yet. */
  private boolean open;

  /**
   * Delivers to {@code sink}.
   *
   * @param arch the architecture that was emulated; qemu does not say it
   */
  public QemuReader(TraceSink sink, Arch arch) {
    super(sink);
    tally = delivery.tally;
    this.arch = arch;
  }

  /** Whether a line is qemu's and cannot be strace's, whose calls look much alike. */
  public static boolean recognises(Sample sample) {
    QemuReader reader = new QemuReader(event -> {}, Arch.X86_64);
    Delivery.finds(reader, sample);
    return reader.typical > 0;
  }

  @Override
  protected void begin() {
    open = false;
  }

  @Override
  public List<String> warnings() {
    return List.of(
        "qemu does not say which architecture it emulates; taken for %s, --arch says otherwise. It"
                .formatted(arch)
            + " passes some calls on as others, so that real machines may need more");
  }

  @Override
  protected void line(long line, byte[] b, int from, int to) {
    if (Ascii.startsWith(b, from, to, RESULT) && open) {
      tally.joined(1);
      open = false;
      return;
    }
    boolean numbered = integer.read(b, from, to) && integer.end < to && b[integer.end] == ' ';
    boolean pid = numbered && integer.value > 0 && integer.value <= Integer.MAX_VALUE;
    int at = integer.end + 1;
    if (!pid) {
      other(b, from, to);
      return;
    }
    int tid = (int) integer.value;
    if (Ascii.startsWith(b, at, to, UNKNOWN)) {
      unknown(line, tid, b, from, at + UNKNOWN.length, to);
      return;
    }
    int end = Ascii.name(b, at, to);
    if (end == at || end >= to || b[end] != '(' || Ascii.isDigit(b[at])) {
      other(b, from, to);
      return;
    }
    Syscall syscall = SyscallTable.of(arch).byName(Ascii.text(b, at, end));
    if (syscall == null) {
      String name = Excerpt.of(b, at, end);
      tally.failed(line, "unknown syscall " + name + " of " + arch, b, from, to);
      return;
    }
    typical += isTypical(b, end, to) ? 1 : 0;
    open = !hasResult(b, end, to);
    deliver(tid, syscall.number());
  }

  private void unknown(long line, int tid, byte[] b, int from, int at, int to) {
    boolean read = integer.read(b, at, to) && integer.end == to;
    if (!read || integer.value < 0 || integer.value > Integer.MAX_VALUE) {
      tally.failed(line, "no number of a syscall", b, from, to);
      return;
    }
    typical++;
    open = false;
    deliver(tid, (int) integer.value);
  }

  private void deliver(int tid, int number) {
    tally.parsed();
    delivery.event.reset(arch, number, tid);
    delivery.event.hideArguments();
    delivery.event.setReturned();
    delivery.deliver();
  }

  private void other(byte[] b, int from, int to) {
    if (Ascii.skipBlanks(b, from, to) == to) {
      tally.ignored("blank");
    } else {
      tally.ignored(Ascii.startsWith(b, from, to, SIGNAL) ? "signal" : "output of the program");
    }
  }

  private static boolean hasResult(byte[] b, int from, int to) {
    for (int i = from; i + RESULT.length < to; i++) {
      if (b[i] == ')' && Ascii.startsWith(b, i + 1, to, RESULT)) {
        return true;
      }
    }
    return false;
  }

  /** {@code errno=38}, which strace names, or an address of full width, which strace cuts. */
  private static boolean isTypical(byte[] b, int from, int to) {
    if (Ascii.indexOf(b, from, to, ERRNO) >= 0) {
      return true;
    }
    int address = Ascii.indexOf(b, from, to, ADDRESS);
    int digits = address < 0 ? 0 : to - address - ") = 0x".length();
    return digits == 16 || digits == 8;
  }
}
