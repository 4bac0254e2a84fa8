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
  private final CallKey.Space keySpace = new CallKey.Space();
  private final CallKey[] headKeys = new CallKey[HEADS];
  private final CallKey noHead = new CallKey(keySpace);
  private final CallKey key = new CallKey(keySpace);
  private byte[] joined = new byte[256];
  private final DecodedCache cache;

  /** Of the call that was looked for last: it, or null. */
  private @Nullable SyscallEvent event;

  /** Of that call: {@link LineBatch#TELLS_ABI} or 0. */
  private byte tellsAbi;

  /** Decodes with the calls that others found, too. */
  AheadDecoder(DecodedCache cache) {
    this.cache = cache;
    Arrays.setAll(headKeys, i -> new CallKey(keySpace));
  }

  /** Finds the lines of {@code batch} and decodes what it can. */
  void decode(LineBatch batch) {
    batch.clear();
    Arrays.fill(heads, -1);
    keySpace.clear(batch.chunk.end);
    byte[] b = batch.chunk.bytes;
    int next = 0;
    for (int i = 0; next < batch.chunk.end; i++) {
      next = batch.add(next);
      line(batch, i, b, batch.from[i], batch.to[i]);
    }
  }

  /** Only finds the lines of {@code batch}. */
  static void split(LineBatch batch) {
    batch.clear();
    int next = 0;
    while (next < batch.chunk.end) {
      next = batch.add(next);
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
        int place = prefix.tid & (HEADS - 1);
        CallKey head = headKeys[place];
        heads[place] = head.of(b, at, to - UNFINISHED) && !head.mayBeOpen() ? i : -1;
      } else {
        call(batch, i, b, at, withoutDuration(b, at, to));
      }
    }
  }

  private void call(LineBatch batch, int i, byte[] b, int at, int to) {
    boolean keyed = key.of(b, at, to);
    if (!(keyed && find(batch.assumed, prefix.number, noHead))) {
      decodeCall(batch, prefix.number, keyed ? noHead : null, b, at, to);
    }
    if (event != null) {
      batch.event[i] = event;
      batch.kind[i] = (byte) (LineBatch.CALL | tellsAbi);
    }
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
    boolean keyed = key.of(b, tail, to);
    long number = batch.number[head];
    CallKey headKey = headKeys[place];
    if (!(keyed && find(batch.assumed, number, headKey))) {
      int length = join(b, name, split, tail, to);
      decodeCall(batch, number, keyed ? headKey : null, joined, 0, length);
    }
    if (event != null) {
      batch.kind[head] = LineBatch.HEAD;
      batch.event[i] = event;
      batch.head[i] = head;
      batch.kind[i] = (byte) (LineBatch.REST | tellsAbi);
      heads[place] = -1;
    }
  }

  /**
   * Behind {@code <... NAME resumed>} at {@code at}, if the name is the one of that call; else -1.
   */
  private static int tail(byte[] b, int at, int end, int name, int split) {
    if (!Ascii.startsWith(b, at, end, StraceRecords.RESUMED)) {
      return -1;
    }
    int i = at + StraceRecords.RESUMED.length;
    int n = name;
    while (i < end && n < split && b[i] == b[n]) {
      i++;
      n++;
    }
    boolean same =
        n > name
            && n < split
            && b[n] == '('
            && Ascii.startsWith(b, i, end, StraceRecords.RESUMED_END);
    return same ? i + StraceRecords.RESUMED_END.length : -1;
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

  /** Looks for the call with {@link #key}. */
  private boolean find(Arch arch, long number, CallKey head) {
    DecodedCall call = cache.find(arch, number, head, key);
    if (call == null) {
      return false;
    }
    event = call.event;
    tellsAbi = call.tellsAbi;
    return true;
  }

  /**
   * Decodes the call {@code b[at, to)}, if it can, and keeps it if that is due.
   *
   * @param head the key of its beginning, beside {@link #key}; null if the call has no key
   */
  private void decodeCall(
      LineBatch batch, long number, @Nullable CallKey head, byte[] b, int at, int to) {
    event = null;
    int nameEnd = StraceRecords.nameEnd(b, at, to);
    boolean whole = nameEnd > at && nameEnd < to && b[nameEnd] == '(';
    if (!whole || (b[to - 1] == '>' && StraceCalls.isLeft(b, nameEnd, to))) {
      return;
    }
    SyscallEvent decoded = batch.pooled();
    if (!fill(decoded, batch.assumed, number, b, at, nameEnd, to)) {
      return;
    }
    if (head != null && cache.isDue(head, key)) {
      // Made before the call and its key: else it would lie beside a call that others read.
      SyscallEvent recurring = decoded.recurring();
      cache.put(new DecodedCall(recurring, tellsAbi, number, head, key), head, key);
      event = recurring;
    } else {
      batch.usePooled();
      event = decoded;
    }
  }

  private boolean fill(
      SyscallEvent decoded, Arch arch, long number, byte[] b, int at, int nameEnd, int to) {
    assumed.arch = arch;
    SyscallEntry entry = names.resolve(assumed, number, b, at, nameEnd);
    if (entry == null || entry.arch != arch || entry.forks || entry.executes) {
      return false;
    }
    int result = slots.scan(b, nameEnd + 1, to) ? ResultDecoder.begin(b, slots.end, to) : -1;
    if (result < 0) {
      return false;
    }
    tellsAbi = names.tellsAbi(entry) ? LineBatch.TELLS_ABI : 0;
    long failures = arguments.failures;
    decoded.reset(arch, entry.number, 0);
    arguments.arguments(decoded, entry, b, slots, true);
    boolean told = arguments.failures == failures && arguments.excess.isEmpty();
    return told && results.read(decoded, arch, b, result, to, true);
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
