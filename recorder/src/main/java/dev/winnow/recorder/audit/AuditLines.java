package dev.winnow.recorder.audit;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Loss;
import dev.winnow.traces.SyscallEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lines that hold audit records:
 *
 * <pre>
 * [node=HOST ]type=SYSCALL msg=audit(1795295166.141:1965): arch=…        audit.log, ausearch
 * type=SYSCALL msg=audit(11/21/26 21:06:07.141:1965) : arch=x86_64 …     ausearch -i
 * [ 1735.541185] audit: type=1326 audit(1795294822.725:785): auid=…      dmesg
 * Nov 22 03:28:48 host kernel: audit: type=1326 audit(…): …              syslog, journalctl
 * </pre>
 */
final class AuditLines {
  private static final byte[] NODE = Ascii.bytes("node=");
  private static final byte[] TYPE = Ascii.bytes("type=");
  private static final byte[] MESSAGE = Ascii.bytes(" msg=audit(");
  private static final byte[] KERNEL = Ascii.bytes("audit: type=");
  private static final byte[] STAMP = Ascii.bytes(" audit(");
  private static final byte[] BODY = Ascii.bytes("): ");
  private static final byte[] INTERPRETED_BODY = Ascii.bytes(") : ");
  private static final byte[] SEPARATOR = Ascii.bytes("----");
  private static final byte[] TIME = Ascii.bytes("time->");
  private static final byte[] SUPPRESSED = Ascii.bytes(" callbacks suppressed");
  private static final byte[] PRINTK = Ascii.bytes("printk_skb: ");
  private static final byte[] AUDIT_LOST = Ascii.bytes("audit_lost=");
  private static final byte[] QUOTE = Ascii.bytes("\"");
  private static final byte[] AUDIT = Ascii.bytes("audit");
  private static final byte[] MESSAGE_OF_AUDIT = Ascii.bytes("audit: ");

  /**
   * What {@code audit_log_lost} of kernel/audit.c prints after the line with {@code audit_lost=},
   * which has the count.
   */
  private static final List<byte[]> REASONS =
      Stream.of("overflow", "limit exceeded", "out of memory").map(Ascii::bytes).toList();

  /** Types of records that are told apart in the account; the input may name any number. */
  private static final int NAMED_TYPES = 100;

  private final LineTally tally;
  private final AuditRecords records;
  private final IntegerText integer = new IntegerText();
  private final Set<String> types = new HashSet<>();
  private long lostBefore;

  /** Lines that are audit records, of whatever type. */
  long seen;

  AuditLines(LineTally tally, AuditRecords records) {
    this.tally = tally;
    this.records = records;
  }

  void line(long number, byte[] b, int from, int to) {
    if (Ascii.skipBlanks(b, from, to) == to) {
      tally.ignored("blank");
    } else if (Ascii.startsWith(b, from, to, SEPARATOR) || Ascii.startsWith(b, from, to, TIME)) {
      tally.ignored("separator");
    } else if (Ascii.startsWith(b, from, to, TYPE) || Ascii.startsWith(b, from, to, NODE)) {
      logged(number, b, from, to);
    } else {
      kernel(number, b, from, to);
    }
  }

  private void logged(long number, byte[] b, int from, int to) {
    int type = Ascii.indexOf(b, from, to, TYPE);
    int message = type < 0 ? -1 : Ascii.indexOf(b, type, to, MESSAGE);
    if (message < 0 || Ascii.indexOf(b, from, message, QUOTE) >= 0) {
      tally.failed(number, "no audit record", b, from, to);
      return;
    }
    record(number, b, from, type + TYPE.length, message, message + MESSAGE.length, to);
  }

  private void kernel(long number, byte[] b, int from, int to) {
    int audit = Ascii.indexOf(b, from, to, KERNEL);
    if (audit < 0 || !isLogHead(b, from, audit)) {
      message(number, b, from, to);
      return;
    }
    int type = audit + KERNEL.length;
    int stamp = Ascii.indexOf(b, type, to, STAMP);
    if (stamp < 0) {
      tally.failed(number, "no audit record", b, from, to);
      return;
    }
    record(number, b, from, type, stamp, stamp + STAMP.length, to);
  }

  /** A record whose type is {@code b[type, typeEnd)} and whose time begins at {@code stamp}. */
  private void record(long number, byte[] b, int from, int type, int typeEnd, int stamp, int to) {
    int plain = Ascii.indexOf(b, stamp, to, BODY);
    int spaced = Ascii.indexOf(b, stamp, to, INTERPRETED_BODY);
    boolean interpreted = spaced >= 0 && (plain < 0 || spaced < plain);
    if (plain < 0 && !interpreted) {
      tally.failed(number, "no audit record", b, from, to);
      return;
    }
    seen++;
    int body = interpreted ? spaced + INTERPRETED_BODY.length : plain + BODY.length;
    String problem =
        switch (Ascii.text(b, type, Math.min(typeEnd, type + 40))) {
          case "SYSCALL", "1300" -> records.syscall(b, body, to, interpreted);
          case "SECCOMP", "1326" -> records.seccomp(b, body, to, interpreted);
          default -> {
            other(Ascii.text(b, type, Math.min(typeEnd, type + 40)));
            yield null;
          }
        };
    if (problem != null) {
      tally.failed(number, problem, b, from, to);
    }
  }

  private void other(String type) {
    boolean named = types.contains(type) || types.size() < NAMED_TYPES;
    if (named) {
      types.add(type);
    }
    tally.ignored(named ? "record " + type : "other records");
  }

  /** A line of a log that is no record; some say what is missing. */
  private void message(long number, byte[] b, int from, int to) {
    int printk = Ascii.indexOf(b, from, to, PRINTK);
    int lost = Ascii.indexOf(b, from, to, AUDIT_LOST);
    if (Ascii.endsWith(b, from, to, SUPPRESSED)
        && printk >= 0
        && Ascii.indexOf(b, from, printk, AUDIT) >= 0
        && integer.read(b, printk + PRINTK.length, to)) {
      tally.lost(Loss.SUPPRESSED, bounded(integer.value));
      tally.ignored("suppressed");
    } else if (lost >= 0 && integer.read(b, lost + AUDIT_LOST.length, to)) {
      long total = bounded(integer.value);
      tally.lost(Loss.SAMPLES, Math.max(0, total - lostBefore));
      lostBefore = total;
      tally.ignored("lost");
    } else if (tellsWhyLost(b, from, to)) {
      tally.ignored("lost");
    } else if (isLogLine(b, from, to)) {
      tally.ignored("other message");
    } else {
      tally.failed(number, "no audit record", b, from, to);
    }
  }

  private static boolean tellsWhyLost(byte[] b, int from, int to) {
    int audit = Ascii.indexOf(b, from, to, MESSAGE_OF_AUDIT);
    return audit >= 0
        && isLogHead(b, from, audit)
        && REASONS.stream().anyMatch(reason -> Ascii.indexOf(b, audit, to, reason) >= 0);
  }

  private static long bounded(long count) {
    return Math.clamp(count, 0, SyscallEvent.MOST_OCCURRENCES);
  }

  /** Whether only what a log puts before a message of the kernel stands in {@code b[from, to)}. */
  private static boolean isLogHead(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '"' || b[i] == '(' || b[i] == '=') {
        return false;
      }
    }
    return to == from || b[to - 1] == ' ';
  }

  /** A line with a time first, such as {@code [ 1735.5]} or {@code Nov 22}, that is not audit's. */
  private static boolean isLogLine(byte[] b, int from, int to) {
    byte first = b[from];
    boolean dated = first == '[' || first == '<' || Ascii.isDigit(first) || Ascii.isUpper(first);
    return dated && Ascii.indexOf(b, from, to, AUDIT) < 0;
  }
}
