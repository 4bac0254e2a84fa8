package dev.winnow.cli;

import org.jspecify.annotations.Nullable;

/**
 * A command that cannot be carried out; the message names the place and what to do. Exit code 2.
 */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    this(message, null);
  }

  CommandFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
