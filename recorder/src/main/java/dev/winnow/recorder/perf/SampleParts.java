package dev.winnow.recorder.perf;

/**
 * Finds the parts of a sample, which stand one after the other in a fixed order
 * (perf_event_open(2), "PERF_RECORD_SAMPLE"). One instance is used again and again.
 */
final class SampleParts {
  static final long IP = 1;
  static final long TID = 1 << 1;
  static final long TIME = 1 << 2;
  static final long ADDR = 1 << 3;
  static final long READ = 1 << 4;
  static final long CALLCHAIN = 1 << 5;
  static final long ID = 1 << 6;
  static final long CPU = 1 << 7;
  static final long PERIOD = 1 << 8;
  static final long STREAM_ID = 1 << 9;
  static final long RAW = 1 << 10;
  static final long BRANCHES = 1 << 11;
  static final long USER_REGISTERS = 1 << 12;
  static final long IDENTIFIER = 1 << 16;

  private static final long READ_ENABLED = 1;
  private static final long READ_RUNNING = 1 << 1;
  private static final long READ_ID = 1 << 2;
  private static final long READ_GROUP = 1 << 3;
  private static final long READ_LOST = 1 << 4;
  private static final long BRANCH_INDEX = 1 << 17;
  private static final long BRANCH_COUNTERS = 1 << 19;

  int pid;
  int tid;
  long time;

  /** Where the tracepoint's record is, and how long; -1 if there is none. */
  int raw;

  int rawLength;

  /** {@code PERF_SAMPLE_REGS_ABI_*}: 1 for 32 bits, 2 for 64, 0 if the sample does not say. */
  long abi;

  private int at;
  private int end;

  /** Where an event's id stands in each of its samples, or -1. */
  static int idAt(EventAttribute attribute) {
    if (attribute.has(IDENTIFIER)) {
      return 0;
    }
    long before = attribute.sampleType() & (IP | TID | TIME | ADDR);
    return attribute.has(ID) ? Long.BYTES * Long.bitCount(before) : -1;
  }

  /** Where an event's id stands before the end of each record that is no sample, or -1. */
  static int idBeforeEnd(EventAttribute attribute) {
    if (attribute.has(IDENTIFIER)) {
      return Long.BYTES;
    }
    long after = attribute.sampleType() & (STREAM_ID | CPU);
    return attribute.has(ID) ? Long.BYTES * (1 + Long.bitCount(after)) : -1;
  }

  /** The time at the end of a record that is no sample and ends at {@code end}, or 0. */
  static long trailingTime(EventAttribute attribute, byte[] b, int from, int end) {
    if (!attribute.idInAll() || !attribute.has(TIME)) {
      return 0;
    }
    long after = attribute.sampleType() & (TIME | ID | STREAM_ID | CPU | IDENTIFIER);
    int place = end - Long.BYTES * Long.bitCount(after);
    return place >= from ? Bytes.i64(b, place) : 0;
  }

  /** Reads the sample {@code b[from, to)}; false if it is shorter than its parts. */
  boolean read(EventAttribute attribute, byte[] b, int from, int to) {
    at = from;
    end = to;
    raw = -1;
    abi = 0;
    skip(attribute, IDENTIFIER | IP);
    int ids = part(attribute, TID);
    int timeAt = part(attribute, TIME);
    skip(attribute, ADDR | ID | STREAM_ID | CPU | PERIOD);
    boolean fits = at <= end && readValues(attribute, b) && callChain(attribute, b);
    if (!fits || !rawPart(attribute, b) || !branches(attribute, b)) {
      return false;
    }
    pid = ids < 0 ? 0 : Bytes.i32(b, ids);
    tid = ids < 0 ? 0 : Bytes.i32(b, ids + 4);
    time = timeAt < 0 ? 0 : Bytes.i64(b, timeAt);
    if (attribute.has(USER_REGISTERS)) {
      int place = advance(Long.BYTES);
      abi = place < 0 ? 0 : Bytes.i64(b, place);
    }
    return at <= end;
  }

  private int part(EventAttribute attribute, long bit) {
    if (!attribute.has(bit)) {
      return -1;
    }
    at += Long.BYTES;
    return at - Long.BYTES;
  }

  private void skip(EventAttribute attribute, long bits) {
    at += Long.BYTES * Long.bitCount(attribute.sampleType() & bits);
  }

  /** Skips {@code bytes} and returns where they began, or -1 if there are fewer. */
  private int advance(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      at = end + 1;
      return -1;
    }
    int place = at;
    at += (int) bytes;
    return place;
  }

  private boolean readValues(EventAttribute attribute, byte[] b) {
    if (!attribute.has(READ)) {
      return true;
    }
    long format = attribute.readFormat();
    int times = Long.bitCount(format & (READ_ENABLED | READ_RUNNING));
    int each = 1 + Long.bitCount(format & (READ_ID | READ_LOST));
    if ((format & READ_GROUP) == 0) {
      return advance(Long.BYTES * (long) (times + each)) >= 0;
    }
    long values = count(b);
    return values >= 0 && advance(Long.BYTES * (times + each * values)) >= 0;
  }

  private boolean callChain(EventAttribute attribute, byte[] b) {
    if (!attribute.has(CALLCHAIN)) {
      return true;
    }
    long addresses = count(b);
    return addresses >= 0 && advance(Long.BYTES * addresses) >= 0;
  }

  private boolean rawPart(EventAttribute attribute, byte[] b) {
    if (!attribute.has(RAW)) {
      return true;
    }
    int place = advance(Integer.BYTES);
    int length = place < 0 ? -1 : Bytes.i32(b, place);
    raw = advance(length);
    rawLength = length;
    return raw >= 0;
  }

  private boolean branches(EventAttribute attribute, byte[] b) {
    if (!attribute.has(BRANCHES)) {
      return true;
    }
    long entries = count(b);
    long index = attribute.branchType() & BRANCH_INDEX;
    int words = (attribute.branchType() & BRANCH_COUNTERS) == 0 ? 3 : 4;
    return entries >= 0 && advance(Long.BYTES * ((index == 0 ? 0 : 1) + words * entries)) >= 0;
  }

  /** A number of elements, which no record has room for more of than 2^13; -1 if it is damaged. */
  private long count(byte[] b) {
    int place = advance(Long.BYTES);
    long count = place < 0 ? -1 : Bytes.i64(b, place);
    return count > end ? -1 : count;
  }
}
