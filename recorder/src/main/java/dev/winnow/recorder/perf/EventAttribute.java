package dev.winnow.recorder.perf;

/**
 * What {@code struct perf_event_attr} says of the layout of an event's records.
 *
 * @param type {@code PERF_TYPE_*}
 * @param config the tracepoint's id, if it is one
 * @param sampleType {@code PERF_SAMPLE_*} bits
 * @param readFormat {@code PERF_FORMAT_*} bits
 * @param branchType {@code PERF_SAMPLE_BRANCH_*} bits
 * @param userRegisters how many registers of the user a sample has
 * @param idInAll whether records that are no samples end in a part of a sample
 */
record EventAttribute(
    int type,
    long config,
    long sampleType,
    long readFormat,
    long branchType,
    int userRegisters,
    boolean idInAll) {
  static final int TYPE_TRACEPOINT = 2;

  /** {@code PERF_ATTR_SIZE_VER0}. */
  static final int SMALLEST = 64;

  private static final int SAMPLE_ID_ALL = 1 << 18;

  /** Reads {@code b[at, at + size)}; fields that it has no room for are 0. */
  static EventAttribute read(byte[] b, int at, int size) {
    long branches = size >= 80 ? Bytes.i64(b, at + 72) : 0;
    long registers = size >= 88 ? Bytes.i64(b, at + 80) : 0;
    return new EventAttribute(
        Bytes.i32(b, at),
        Bytes.i64(b, at + 8),
        Bytes.i64(b, at + 24),
        Bytes.i64(b, at + 32),
        branches,
        Long.bitCount(registers),
        (Bytes.i64(b, at + 40) & SAMPLE_ID_ALL) != 0);
  }

  boolean has(long sampleBit) {
    return (sampleType & sampleBit) != 0;
  }
}
