package dev.winnow.traces;

/** What an argument means, which decides how it may be generalised. */
public enum Kind {
  /** A file descriptor. */
  FD,
  /** One of a set of commands or choices: {@code cmd}, {@code whence}, {@code family}. */
  ENUM,
  /** A set of bits: {@code prot}, {@code O_*}. */
  FLAGS,
  /** File permission bits. */
  MODE,
  /** A signal number. */
  SIGNAL,
  /** A user or group id. */
  ID,
  /** A process, thread or process-group id. */
  PID,
  /** A number of bytes. */
  SIZE,
  /** A small number: of entries, milliseconds, retries. */
  COUNT,
  /** A position in a file. */
  OFFSET,
  /** An address; never constrained by the learner. */
  POINTER,
  /** A value whose meaning depends on another argument, or is unknown. */
  OPAQUE
}
