package dev.winnow.recorder;

import java.io.IOException;

/** An input that is no trace or cannot be read; the message names it and says what to do. */
public final class TraceException extends IOException {
  private static final long serialVersionUID = 1;

  public TraceException(String message) {
    super(message);
  }

  public TraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
