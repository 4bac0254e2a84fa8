package dev.winnow.recorder.capture;

/** Whose this process's standard output is while a command is recorded. */
public enum Output {
  /** The command's, as if nobody recorded it. */
  PROGRAMS,
  /** The recorder's, for its results; the command writes to standard error instead. */
  RESULTS
}
