package dev.winnow.reports.charts;

/** Charts cannot be drawn because Java finds no font; the message says what to install. */
public final class MissingFontException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingFontException(Throwable cause) {
    super(
        "cannot draw charts: Java finds no font on this machine (%s). Install one: apt-get install fontconfig fonts-dejavu-core"
            .formatted(
                cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage()),
        cause);
  }
}
