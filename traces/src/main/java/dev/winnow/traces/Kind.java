package dev.winnow.traces;

/** What an argument means, which decides how it may be generalised. */
public enum Kind {
  /** A file descriptor. */
  FD(10),
  /** One of a set of commands or choices: {@code cmd}, {@code whence}, {@code family}. */
  ENUM(32),
  /** A set of bits: {@code prot}, {@code O_*}. */
  FLAGS(32),
  /** File permission bits. */
  MODE(12),
  /** A signal number. */
  SIGNAL(6),
  /** A user or group id. */
  ID(32),
  /** A process, thread or process-group id. */
  PID(22),
  /** A number of bytes. */
  SIZE(47),
  /** A small number: of entries, milliseconds, retries. */
  COUNT(31),
  /** A position in a file. */
  OFFSET(63),
  /** An address; never constrained by the learner. */
  POINTER(64),
  /** A value whose meaning depends on another argument, or is unknown. */
  OPAQUE(64);

  private final int bits;

  Kind(int bits) {
    this.bits = bits;
  }

  /**
   * The bits that make a difference in a wide enough argument: fds to 1,023, pids to the kernel's
   * PID_MAX_LIMIT (2^22), addresses of user space (2^47), permission bits, 64 signals.
   */
  public int bits() {
    return bits;
  }
}
