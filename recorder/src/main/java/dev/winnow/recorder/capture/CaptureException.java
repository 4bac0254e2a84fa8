package dev.winnow.recorder.capture;

/** A command that cannot be recorded; the message says why and what to do. */
public final class CaptureException extends Exception {
  private static final long serialVersionUID = 1;

  public CaptureException(String message) {
    super(message);
  }

  public CaptureException(String message, Throwable cause) {
    super(message, cause);
  }
}
