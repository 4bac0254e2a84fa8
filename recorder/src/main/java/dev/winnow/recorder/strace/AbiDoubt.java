package dev.winnow.recorder.strace;

/**
 * How many events of a run may be of another ABI than they were taken for. strace says which ABI a
 * process runs in by the numbers of {@code -n} and by mode lines, and writes no mode lines if it
 * starts the program itself and has {@code -o}. Most logs therefore say nothing, and nearly all of
 * them are of programs that run in the native ABI: that is assumed, and is no doubt by itself.
 *
 * <p>A log that says nothing is ambiguous if something in it contradicts the assumption:
 *
 * <ul>
 *   <li>Something shows that another ABI of the same kernel is in use: names that only it has. Then
 *       every event of a program whose own names don't tell its ABI is in doubt.
 *   <li>Something shows that the kernel is of another architecture than was assumed, or that x32 is
 *       in use, whose names are those of x86_64: then every event is.
 * </ul>
 *
 * A program's ABI is told by a name that it alone has, from its exec to its next one and in the
 * children that it forks; by {@code int 0x80} a 64-bit program may still make a 32-bit call, which
 * is not looked for.
 */
final class AbiDoubt {
  /** Events of programs that nothing tells the ABI of, in logs that don't say it. */
  private long assumed;

  /** Events of logs that don't say the ABI. */
  private long silent;

  /** Those above before the log that is read now, and all events before it. */
  private long assumedBefore;

  private long eventsBefore;

  /** Whether a name shows another ABI of the kernel that was assumed. */
  boolean other;

  /** Whether a name or a program's start shows that it is another kernel's, or x32. */
  boolean strange;

  /** Whether a program set its thread pointer as only x86_64 does. */
  boolean native64;

  /** Whether a call can only be x32's. */
  boolean x32;

  /** One more event of {@code thread}, whose ABI is not told. */
  void assume(ThreadState thread) {
    thread.assumed++;
    assumed++;
  }

  /** A name tells the ABI of the program that {@code thread} runs. */
  void told(ThreadState thread) {
    thread.abiKnown = true;
    assumed -= thread.assumed;
    thread.assumed = 0;
  }

  /** {@code thread} runs another program now. */
  void executed(ThreadState thread) {
    thread.abiKnown = false;
    thread.abiSought = false;
    thread.assumed = 0;
  }

  /** A log of the run begins. */
  void begin(long events) {
    assumedBefore = assumed;
    eventsBefore = events;
  }

  /** It is over. */
  void end(long events, boolean saysAbi) {
    if (saysAbi) {
      assumed = assumedBefore;
    } else {
      silent += events - eventsBefore;
    }
  }

  /** How many events may be of another ABI. */
  long count() {
    if (x32 || (strange && !native64)) {
      return silent;
    }
    return other || strange ? assumed : 0;
  }
}
