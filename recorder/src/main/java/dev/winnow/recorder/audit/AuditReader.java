package dev.winnow.recorder.audit;

import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.WholeLineReader;
import dev.winnow.traces.TraceSink;
import java.util.List;

/**
 * Reads audit records: SYSCALL with four registers and the result, SECCOMP (what a filter logged or
 * refused: the way to a policy from its own complaints) with the number only. Other records are
 * left out by name. Memory is constant.
 */
public final class AuditReader extends WholeLineReader {
  private final AuditRecords records;
  private final AuditLines lines;

  /** Delivers to {@code sink}; records say their architecture. */
  public AuditReader(TraceSink sink) {
    super(sink);
    records = new AuditRecords(delivery);
    lines = new AuditLines(delivery.tally, records);
  }

  /** Whether any line is an audit record, of a syscall or not. */
  public static boolean recognises(Sample sample) {
    AuditReader reader = new AuditReader(event -> {});
    return Delivery.finds(reader, sample) || reader.lines.seen > 0;
  }

  @Override
  protected void line(long number, byte[] b, int from, int to) {
    lines.line(number, b, from, to);
  }

  @Override
  public List<String> warnings() {
    return records.seccomp == 0
        ? List.of()
        : List.of(
            records.seccomp
                + " of its calls are from seccomp's log, which shows no arguments: only names can be"
                + " learned from them, and it lacks what the filter allowed without logging");
  }
}
