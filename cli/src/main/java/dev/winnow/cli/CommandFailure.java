package dev.winnow.cli;

import org.jspecify.annotations.Nullable;

/** A command that cannot be carried out; the message names the place and what to do. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailure(String message) {
    this(message, (Throwable) null);
  }

  CommandFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
    exitCode = ExitCode.BAD_INPUT;
  }

  private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The input could be read, and what was asked of it does not hold: exit code 1. */
  static CommandFailure finding(String message) {
    return finding(message, null);
  }

  static CommandFailure finding(String message, @Nullable Throwable cause) {
    return new CommandFailure(ExitCode.FINDING, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
