package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
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

  private static final int UNFINISHED = StraceRecords.UNFINISHED.length;

  private final LinePrefix prefix = new LinePrefix();
  private final SyscallNames names = new SyscallNames();
  private final ArgumentScanner slots = new ArgumentScanner();
  private final CallDecoder arguments = new CallDecoder();
  private final ResultDecoder results = new ResultDecoder();
  private final ThreadState assumed = new ThreadState(0, Arch.X86_64);
  private final int[] heads = new int[HEADS];
  private final @Nullable CallKey[] headKeys = new @Nullable CallKey[HEADS];
  private final CallKey key = new CallKey();
  private byte[] joined = new byte[256];
  private final DecodedCache cache;

  /** Decodes with the calls that others found, too. */
  AheadDecoder(DecodedCache cache) {
    this.cache = cache;
  }

  /** Finds the lines of {@code batch} and decodes what it can. */
  void decode(LineBatch batch) {
    split(batch);
    Arrays.fill(heads, -1);
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
    byte first = b[at];
    if (first == '<') {
      rest(batch, i, b, at, to);
    } else if (Ascii.isLower(first) || first == '_') {
      if (b[to - 1] == '>' && Ascii.endsWith(b, at, to, StraceRecords.UNFINISHED)) {
        batch.name[i] = at;
        batch.number[i] = prefix.number;
        head(i, b, at, to - UNFINISHED);
      } else {
        call(batch, i, b, at, withoutDuration(b, at, to));
      }
    }
  }

  private void head(int i, byte[] b, int at, int to) {
    int place = prefix.tid & (HEADS - 1);
    CallKey headKey = headKeys[place];
    if (headKey == null) {
      headKey = new CallKey();
      headKeys[place] = headKey;
    }
    headKey.clear();
    heads[place] = headKey.append(b, at, to) ? i : -1;
  }

  private void call(LineBatch batch, int i, byte[] b, int at, int to) {
    key.clear();
    boolean keyed = key.append(b, at, to);
    DecodedCall call = keyed ? cache.find(batch.assumed, prefix.number, key) : null;
    if (call == null) {
      call = decoded(batch, prefix.number, keyed, b, at, to);
      if (call == null) {
        return;
      }
    }
    batch.event[i] = call.event;
    batch.place[i] = call.place;
    batch.kind[i] = (byte) (LineBatch.CALL | call.tellsAbi);
  }

  private void rest(LineBatch batch, int i, byte[] b, int at, int end) {
    int place = prefix.tid & (HEADS - 1);
    int head = heads[place];
    if (head < 0 || batch.tid[head] != prefix.tid) {
      return;
    }
    int name = batch.name[head];
    int split = batch.to[head] - UNFINISHED;
    int tail = tail(b, at, end, name, split);
    if (tail < 0) {
      return;
    }
    int to = withoutDuration(b, tail, end);
    CallKey headKey = headKeys[place];
    if (headKey == null || (tail < to && b[tail] == '*')) { // the end of a comment's beginning?
      return;
    }
    key.clear();
    key.append(headKey);
    boolean keyed = key.append(b, tail, to);
    long number = batch.number[head];
    DecodedCall call = keyed ? cache.find(batch.assumed, number, key) : null;
    if (call == null) {
      int length = join(b, name, split, tail, to);
      call = decoded(batch, number, keyed, joined, 0, length);
      if (call == null) {
        return;
      }
    }
    batch.kind[head] = LineBatch.HEAD;
    batch.event[i] = call.event;
    batch.place[i] = call.place;
    batch.head[i] = head;
    batch.kind[i] = (byte) (LineBatch.REST | call.tellsAbi);
    heads[place] = -1;
  }

  /**
   * Behind {@code <... NAME resumed>} at {@code at}, if the name is the one of that call; else -1.
   */
  private static int tail(byte[] b, int at, int end, int name, int split) {
    int shown = at + StraceRecords.RESUMED.length;
    if (!Ascii.startsWith(b, at, end, StraceRecords.RESUMED)) {
      return -1;
    }
    int length = Arrays.mismatch(b, name, split, b, shown, end);
    boolean same =
        length > 0
            && name + length < split
            && b[name + length] == '('
            && Ascii.startsWith(b, shown + length, end, StraceRecords.RESUMED_END);
    return same ? shown + length + StraceRecords.RESUMED_END.length : -1;
  }

  private int join(byte[] b, int name, int split, int tail, int to) {
    int head = split - name;
    int length = head + to - tail;
    if (length > joined.length) {
      joined = new byte[2 * length];
    }
    System.arraycopy(b, name, joined, 0, head);
    System.arraycopy(b, tail, joined, head, to - tail);
    return length;
  }

  /**
   * The call {@code b[at, to)}, if it can be decoded.
   *
   * @param keyed whether the cache was asked for it
   */
  private @Nullable DecodedCall decoded(
      LineBatch batch, long number, boolean keyed, byte[] b, int at, int to) {
    int nameEnd = StraceRecords.nameEnd(b, at, to);
    boolean whole = nameEnd > at && nameEnd < to && b[nameEnd] == '(';
    if (!whole || (b[to - 1] == '>' && StraceCalls.isLeft(b, nameEnd, to))) {
      return null;
    }
    DecodedCall call = batch.pooled();
    if (!decode(call, batch.assumed, number, b, at, nameEnd, to)) {
      return null;
    }
    if (keyed && cache.isDue(key)) {
      cache.put(call, number, key);
      batch.replacePooled();
    } else {
      batch.usePooled();
    }
    return call;
  }

  private boolean decode(
      DecodedCall call, Arch arch, long number, byte[] b, int at, int nameEnd, int to) {
    assumed.arch = arch;
    SyscallEntry entry = names.resolve(assumed, number, b, at, nameEnd);
    if (entry == null || entry.arch != arch || entry.forks || entry.executes) {
      return false;
    }
    int result = slots.scan(b, nameEnd + 1, to) ? ResultDecoder.begin(b, slots.end, to) : -1;
    if (result < 0) {
      return false;
    }
    SyscallEvent event = call.event;
    call.tellsAbi = names.tellsAbi(entry) ? LineBatch.TELLS_ABI : 0;
    long failures = arguments.failures;
    event.reset(arch, entry.number, 0);
    arguments.arguments(event, entry, b, slots, true);
    boolean told = arguments.failures == failures && arguments.excess.isEmpty();
    return told && results.read(event, arch, b, result, to, true);
  }

  /**
   * Where a line ends without the time that {@code -T} adds, {@code <0.000012>}, which tells
   * nothing of the call but makes each line another text.
   */
  private static int withoutDuration(byte[] b, int from, int to) {
    int i = to - 2;
    if (to - from < 4 || b[to - 1] != '>' || !Ascii.isDigit(b[i])) {
      return to;
    }
    while (i > from && (Ascii.isDigit(b[i]) || b[i] == '.')) {
      i--;
    }
    return i > from && b[i] == '<' && b[i - 1] == ' ' ? i - 1 : to;
  }
}
