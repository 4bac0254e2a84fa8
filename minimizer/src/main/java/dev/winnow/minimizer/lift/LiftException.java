package dev.winnow.minimizer.lift;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No policy says what a program does; the message says what it does and what can be done. */
public final class LiftException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  LiftException(String message) {
    super(message);
  }

  LiftException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
