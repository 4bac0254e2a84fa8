package dev.winnow.cli;

/** What a command's exit code says. */
final class ExitCode {
  /** Fine. */
  static final int OK = 0;

  /** A finding: something denied, wider, or not provable. */
  static final int FINDING = 1;

  /** Bad usage or unreadable input. */
  static final int BAD_INPUT = 2;

  private ExitCode() {}
}
