package dev.winnow.cli;

import dev.winnow.traces.HiddenCharacters;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** Text that came from outside, made harmless for a terminal; and whether there is one. */
final class Terminal {
  private static final int STANDARD_ERROR = 2;

  private Terminal() {}

  /** A file's name, or another that stands within a line: line breaks are escaped too. */
  static String name(Object name) {
    return safe(name.toString()).replace("\n", "\\n");
  }

  /** Control, escape and bidirectional formatting characters as visible escapes. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || !HiddenCharacters.isHidden(c)) {
            safe.appendCodePoint(c);
          } else {
            safe.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
          }
        });
    return safe.toString();
  }

  /** Whether standard error is a terminal that can erase a line. */
  static boolean isErrorStream() {
    String term = System.getenv("TERM");
    if (term == null || term.equals("dumb")) {
      return false;
    }
    Linker linker = Linker.nativeLinker();
    var isatty =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("isatty"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) isatty.invokeExact(STANDARD_ERROR) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException("isatty(3) cannot be called", e);
    }
  }
}
