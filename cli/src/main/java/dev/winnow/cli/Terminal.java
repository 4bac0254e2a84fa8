package dev.winnow.cli;

/** Text that came from outside, made harmless for a terminal. */
final class Terminal {
  private Terminal() {}

  /** Control, escape and bidirectional formatting characters as visible escapes. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean visible =
              c == '\n' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
          if (visible) {
            safe.appendCodePoint(c);
          } else {
            safe.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
          }
        });
    return safe.toString();
  }
}
