package dev.winnow.traces;

/** What a source says about one argument of one event. */
public enum Knowledge {
  /** The value, on the argument's effective width. */
  VALUE,
  /** The source does not show it, or it is a pointer. */
  HIDDEN,
  /**
   * A value for people only. The source shows this one, but not each that the argument has, or not
   * for certain whose it is: to evidence and policies it is hidden.
   */
  GLIMPSED,
  /** The source shows it and winnow could not decode it. */
  UNDECODED,
  /** The syscall has no such argument. */
  ABSENT
}
