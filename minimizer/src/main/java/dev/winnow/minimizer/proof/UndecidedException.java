package dev.winnow.minimizer.proof;

import java.io.Serial;

/** A program has no diagram within the limits; nothing is known about it. */
public final class UndecidedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  UndecidedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  UndecidedException(String reason, Exception cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** Which limit was met. */
  public String reason() {
    return reason;
  }
}
