package dev.winnow.recorder.bpftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.WholeLineReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;

/**
 * Reads {@code @[comm, id]: 27}, an entry of a map such as {@code @[comm, args->id] = count()}.
 * Exactly one key must be a number: it is the syscall. Memory is constant.
 */
public final class BpftraceReader extends WholeLineReader {
  private static final byte[] ATTACHING = Ascii.bytes("Attach");
  private static final byte[] LOST = Ascii.bytes("Lost ");
  private static final byte[] EVENTS = Ascii.bytes(" events");

  private final LineTally tally;
  private final Arch arch;
  private final IntegerText integer = new IntegerText();
  private int number;

  /** How many keys of the last entry are numbers. */
  private int numbers;

  /**
   * Delivers to {@code sink}.
   *
   * @param arch the ABI of all calls, since bpftrace does not say it
   */
  public BpftraceReader(TraceSink sink, Arch arch) {
    super(sink);
    tally = delivery.tally;
    this.arch = arch;
  }

  /** Whether a line is an entry of such a map. */
  public static boolean recognises(Sample sample) {
    return Delivery.finds(new BpftraceReader(event -> {}, Arch.X86_64), sample);
  }

  @Override
  protected void line(long line, byte[] b, int from, int to) {
    if (Ascii.skipBlanks(b, from, to) == to) {
      tally.ignored("blank");
    } else if (b[from] == '@') {
      String problem = entry(b, from, to);
      if (problem.isEmpty()) {
        tally.parsed();
      } else {
        tally.failed(line, problem, b, from, to);
      }
    } else if (Ascii.startsWith(b, from, to, ATTACHING)) {
      tally.ignored("message");
    } else if (Ascii.startsWith(b, from, to, LOST)
        && integer.read(b, from + LOST.length, to)
        && Ascii.startsWith(b, integer.end, to, EVENTS)) {
      tally.lost(Loss.SAMPLES, Math.clamp(integer.value, 0, SyscallEvent.MOST_OCCURRENCES));
      tally.ignored("lost");
    } else {
      tally.failed(line, "no entry of a map", b, from, to);
    }
  }

  /** Delivers an entry; what is wrong with it, or "". */
  private String entry(byte[] b, int from, int to) {
    int opening = Ascii.name(b, from + 1, to);
    int colon = to - 1;
    while (colon > opening && Ascii.isDigit(b[colon])) {
      colon--;
    }
    boolean counts =
        opening < to
            && b[opening] == '['
            && colon - 2 > opening
            && b[colon] == ' '
            && b[colon - 1] == ':'
            && b[colon - 2] == ']'
            && integer.read(b, colon + 1, to)
            && integer.end == to;
    if (!counts || integer.value < 1 || integer.value > SyscallEvent.MOST_OCCURRENCES) {
      return "no count; expected @[comm, id]: 27";
    }
    final long count = integer.value;
    keys(b, opening + 1, colon - 2);
    if (numbers != 1) {
      return numbers == 0
          ? "no key is the number of a syscall; key the map by args->id"
          : "several keys are numbers; key the map by comm and args->id only";
    }
    boolean x32 = arch == Arch.X86_64 && number >= Arch.X32_BIT;
    delivery.event.reset(x32 ? Arch.X32 : arch, number, 0);
    delivery.event.hideArguments();
    delivery.event.setReturned();
    delivery.event.setOccurrences(count);
    if (fitsOther()) {
      tally.lost(Loss.AMBIGUOUS_ABI, count);
    }
    delivery.deliver();
    return "";
  }

  /** Whether another ABI of the same kernel has the number too. */
  private boolean fitsOther() {
    return arch.onOneKernel().stream()
        .anyMatch(other -> other != arch && SyscallTable.of(other).byNumber(number) != null);
  }

  /** Reads {@code comm, id}, in any order. */
  private void keys(byte[] b, int from, int to) {
    numbers = 0;
    int begin = from;
    for (int i = from; i <= to; i++) {
      if (i < to && b[i] != ',') {
        continue;
      }
      int key = Ascii.skipBlanks(b, begin, i);
      boolean read = integer.read(b, key, i) && integer.end == i;
      if (read && integer.value >= 0 && integer.value <= Integer.MAX_VALUE) {
        number = (int) integer.value;
        numbers++;
      }
      begin = i + 1;
    }
  }
}
