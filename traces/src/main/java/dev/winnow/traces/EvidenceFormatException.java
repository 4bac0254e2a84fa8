package dev.winnow.traces;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An evidence file that cannot be read; the message names the place and what to do. */
public final class EvidenceFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public EvidenceFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
