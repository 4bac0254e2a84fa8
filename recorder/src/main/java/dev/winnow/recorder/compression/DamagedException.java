package dev.winnow.recorder.compression;

import java.io.IOException;

/** A compressed input is cut off or damaged from here on; the message says which, for people. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
