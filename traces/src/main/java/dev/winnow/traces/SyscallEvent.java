package dev.winnow.traces;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One syscall entry, with its result if known; or, from a source that only counts, all entries that
 * it tells nothing apart of (see {@link #occurrences()}). Readers fill one instance again and
 * again, so that reading allocates nothing per event; a sink that keeps an event copies what it
 * needs.
 */
public final class SyscallEvent extends Recurrence {
  /** Registers that carry arguments. */
  public static final int ARGUMENTS = 6;

  /**
   * The most that one event can stand for: as many calls as one processor can make in a year. Sums
   * of up to 32767 events stay within a long.
   */
  public static final long MOST_OCCURRENCES = 1L << 48;

  private Arch arch = Arch.X86_64;
  private int number;
  private int tid;
  private long occurrences = 1;
  private final long[] values = new long[ARGUMENTS];
  private final Knowledge[] knowledge = new Knowledge[ARGUMENTS];

  /** What was shown of arguments that were not decoded, if there are any: events are many. */
  private @Nullable String @Nullable [] undecoded;

  private boolean returned;
  private boolean resultKnown;
  private long result;
  private @Nullable String image;
  private long cloneFlags = -1;
  private boolean recurs;

  public SyscallEvent() {
    Arrays.fill(knowledge, Knowledge.ABSENT);
  }

  /**
   * Starts a new event: one occurrence, every argument absent, not returned.
   *
   * @throws IllegalStateException if this one recurs: a sink counts it as what it is
   */
  public void reset(Arch newArch, int newNumber, int newTid) {
    if (recurs) {
      throw new IllegalStateException("an event that recurs stays what it is");
    }
    arch = newArch;
    number = newNumber;
    tid = newTid;
    occurrences = 1;
    Arrays.fill(knowledge, Knowledge.ABSENT);
    undecoded = null;
    returned = false;
    resultKnown = false;
    result = 0;
    image = null;
    cloneFlags = -1;
  }

  /**
   * The event stands for {@code count} calls that are alike as far as the source tells.
   *
   * @throws IllegalArgumentException unless it is from 1 to {@link #MOST_OCCURRENCES}
   */
  public void setOccurrences(long count) {
    if (count < 1 || count > MOST_OCCURRENCES) {
      throw new IllegalArgumentException(
          count + " occurrences; an event stands for 1 to " + MOST_OCCURRENCES + " calls");
    }
    occurrences = count;
  }

  /**
   * A copy that recurs: whoever delivers it changes nothing of it but the thread, so that a sink
   * that gets it again gets the same event again. Not for calls that make threads or start
   * programs.
   */
  public SyscallEvent recurring() {
    SyscallEvent copy = new SyscallEvent();
    copy.reset(arch, number, tid);
    copy.occurrences = occurrences;
    System.arraycopy(values, 0, copy.values, 0, ARGUMENTS);
    System.arraycopy(knowledge, 0, copy.knowledge, 0, ARGUMENTS);
    copy.undecoded = undecoded == null ? null : undecoded.clone();
    copy.returned = returned;
    copy.resultKnown = resultKnown;
    copy.result = result;
    copy.image = image;
    copy.cloneFlags = cloneFlags;
    copy.recurs = true;
    return copy;
  }

  /** Whether it was made by {@link #recurring}: a sink may count it instead of looking at it. */
  boolean recurs() {
    return recurs;
  }

  /** The same event of another thread. */
  public void setTid(int newTid) {
    tid = newTid;
  }

  /** Sets argument {@code index} to a value that is already cut to its effective width. */
  public void setValue(int index, long value) {
    values[index] = value;
    knowledge[index] = Knowledge.VALUE;
  }

  /**
   * Sets argument {@code index} to a value, cut to its effective width, that people may see and no
   * policy may rest on: see {@link Knowledge#GLIMPSED}.
   */
  public void setGlimpse(int index, long value) {
    values[index] = value;
    knowledge[index] = Knowledge.GLIMPSED;
  }

  /** Marks argument {@code index} as not shown by the source, or as a pointer. */
  public void setHidden(int index) {
    knowledge[index] = Knowledge.HIDDEN;
  }

  /**
   * Marks all arguments that the syscall has as not shown, which is all that a source of names can
   * say; all six of a number that no table has.
   */
  public void hideArguments() {
    Syscall syscall = SyscallTable.of(arch).byNumber(number);
    int arity = syscall == null ? ARGUMENTS : syscall.arity();
    Arrays.fill(knowledge, 0, arity, Knowledge.HIDDEN);
  }

  /** Marks argument {@code index} as shown but not decoded; {@code text} is what was shown. */
  public void setUndecoded(int index, String text) {
    knowledge[index] = Knowledge.UNDECODED;
    if (undecoded == null) {
      undecoded = new @Nullable String[ARGUMENTS];
    }
    undecoded[index] = text;
  }

  /** The call returned, with a result that the source does not show. */
  public void setReturned() {
    returned = true;
  }

  /** The call returned; {@code value} is the register, so an error is {@code -errno}. */
  public void setResult(long value) {
    returned = true;
    resultKnown = true;
    result = value;
  }

  /** The file that an execve names, as the source prints it. */
  public void setImage(@Nullable String path) {
    image = path;
  }

  public Arch arch() {
    return arch;
  }

  /** The syscall number. */
  public int number() {
    return number;
  }

  /** The thread, or 0 if the source does not say. */
  public int tid() {
    return tid;
  }

  /** How many calls this stands for: 1, or the count of a source that only counts. */
  public long occurrences() {
    return occurrences;
  }

  /** The value of an argument whose knowledge is VALUE or GLIMPSED. */
  public long value(int index) {
    return values[index];
  }

  public Knowledge knowledge(int index) {
    return knowledge[index];
  }

  /** What the source showed for an argument that was not decoded. */
  public String undecoded(int index) {
    String text = undecoded == null ? null : undecoded[index];
    return text == null ? "" : text;
  }

  /** False if the process died in the call, or the trace ended before it returned. */
  public boolean returned() {
    return returned;
  }

  /** Whether {@link #result()} means anything. */
  public boolean resultKnown() {
    return resultKnown;
  }

  /** The result register; {@code -errno} for an error. */
  public long result() {
    return result;
  }

  /** The file that an execve names, or null. */
  public @Nullable String image() {
    return image;
  }

  /** The flags of a clone or clone3, wherever the source shows them. */
  public void setCloneFlags(long flags) {
    cloneFlags = flags;
  }

  /** The flags of a clone or clone3, or -1 if this is another call or the source hides them. */
  public long cloneFlags() {
    return cloneFlags;
  }
}
