package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.strace.LineBatch.Decoded;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the lines of a batch without knowing those before it. Whatever depends on them or is
 * rare, and every argument that is not decoded, is left to {@link StraceRecords}: this one counts
 * nothing and may be used by any thread, one at a time.
 */
final class AheadDecoder {
  /** Heads of unfinished calls that are found again, by tid. A collision costs a second reading. */
  private static final int HEADS = 1024;

  private final LinePrefix prefix = new LinePrefix();
  private final SyscallNames names = new SyscallNames();
  private final ArgumentScanner slots = new ArgumentScanner();
  private final CallDecoder arguments = new CallDecoder();
  private final ResultDecoder results = new ResultDecoder();
  private final DecodedCache cache = new DecodedCache();
  private final ThreadState assumed = new ThreadState(0, Arch.X86_64);
  private final int[] heads = new int[HEADS];
  private byte[] joined = new byte[256];

  /** Finds the lines of {@code batch} and decodes what it can. */
  void decode(LineBatch batch) {
    Arrays.fill(heads, -1);
    split(batch);
    byte[] b = batch.chunk.bytes;
    for (int i = 0; i < batch.lines; i++) {
      line(batch, i, b, batch.from[i], batch.to[i]);
    }
  }

  /** Only finds the lines of {@code batch}. */
  static void split(LineBatch batch) {
    batch.clear();
    byte[] b = batch.chunk.bytes;
    int end = batch.chunk.end;
    int from = 0;
    while (from < end) {
      int newline = Ascii.newline(b, from, end);
      batch.add(from, newline > from && b[newline - 1] == '\r' ? newline - 1 : newline);
      from = newline + 1;
    }
  }

  private void line(LineBatch batch, int i, byte[] b, int from, int to) {
    if (from == to || b[from] == ' ') {
      return;
    }
    int at = prefix.read(b, from, to);
    if (at == to) {
      return;
    }
    batch.tid[i] = prefix.tid;
    batch.number[i] = prefix.number;
    if (b[at] == '<') {
      rest(batch, i, b, at, to);
    } else if (b[at] != '?') {
      int nameEnd = StraceRecords.nameEnd(b, at, to);
      if (nameEnd > at && nameEnd < to && b[nameEnd] == '(') {
        batch.name[i] = at;
        batch.nameEnd[i] = nameEnd;
        call(batch, i, b, at, to);
      }
    }
  }

  private void call(LineBatch batch, int i, byte[] b, int at, int to) {
    int nameEnd = batch.nameEnd[i];
    if (b[to - 1] == '>') {
      if (Ascii.endsWith(b, nameEnd, to, StraceRecords.UNFINISHED)) {
        batch.kind[i] = LineBatch.HEAD;
        heads[batch.tid[i] & (HEADS - 1)] = i;
        return;
      }
      if (StraceCalls.isLeft(b, nameEnd, to)) {
        return;
      }
    }
    Decoded decoded = decoded(batch, i, b, at, nameEnd, to);
    if (decoded != null) {
      batch.decoded[i] = decoded;
      batch.kind[i] = LineBatch.CALL;
    }
  }

  private void rest(LineBatch batch, int i, byte[] b, int at, int to) {
    int tail = StraceRecords.tail(b, at, to);
    int head = heads[batch.tid[i] & (HEADS - 1)];
    if (tail < 0 || head < 0 || batch.tid[head] != batch.tid[i]) {
      return;
    }
    int name = batch.name[head];
    int nameLength = batch.nameEnd[head] - name;
    int shown = at + StraceRecords.RESUMED.length;
    int shownEnd = tail - StraceRecords.RESUMED_END.length;
    if (!Arrays.equals(b, name, name + nameLength, b, shown, shownEnd)) {
      return;
    }
    int headLength = batch.to[head] - StraceRecords.UNFINISHED.length - name;
    int length = headLength + to - tail;
    if (length > joined.length) {
      joined = new byte[2 * length];
    }
    System.arraycopy(b, name, joined, 0, headLength);
    System.arraycopy(b, tail, joined, headLength, to - tail);
    if (length > nameLength + 1 && StraceCalls.isLeft(joined, nameLength + 1, length)) {
      return;
    }
    Decoded decoded = decoded(batch, head, joined, 0, nameLength, length);
    if (decoded != null) {
      batch.head[i] = head;
      batch.decoded[i] = decoded;
      batch.kind[i] = LineBatch.REST;
      heads[batch.tid[i] & (HEADS - 1)] = -1;
    }
  }

  /** The call {@code b[at, to)} with the prefix of line {@code i}, if it can be decoded. */
  private @Nullable Decoded decoded(LineBatch batch, int i, byte[] b, int at, int nameEnd, int to) {
    long number = batch.number[i];
    Decoded known = cache.find(batch.assumed, number, b, at, to);
    if (known != null) {
      return known;
    }
    Decoded decoded = cache.isDue() ? new Decoded() : batch.pooled();
    if (!decode(decoded, batch.assumed, number, b, at, nameEnd, to)) {
      return null;
    }
    if (cache.isDue()) {
      cache.put(decoded, batch.assumed, number, b, at, to);
    } else {
      batch.keepPooled();
    }
    return decoded;
  }

  private boolean decode(
      Decoded decoded, Arch arch, long number, byte[] b, int at, int nameEnd, int to) {
    assumed.arch = arch;
    SyscallEntry entry = names.resolve(assumed, number, b, at, nameEnd);
    if (entry == null || entry.arch != arch || assumed.arch != arch) {
      return false;
    }
    int result = slots.scan(b, nameEnd + 1, to) ? ResultDecoder.begin(b, slots.end, to) : -1;
    if (result < 0) {
      return false;
    }
    SyscallEvent event = decoded.event;
    decoded.entry = entry;
    long failures = arguments.failures;
    event.reset(arch, entry.number, 0);
    arguments.arguments(event, entry, b, slots, true);
    results.read(event, arch, b, result, to, true);
    return arguments.failures == failures;
  }
}
