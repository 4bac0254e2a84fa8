package dev.winnow.reports;

import java.util.Locale;

/**
 * Text that came from a trace, and so from whatever the recorded program was given: made fit for a
 * terminal or a page. Control characters (among them the escape character), invisible and
 * bidirectional formatting, line separators and halves of surrogate pairs are spelled out.
 */
public final class TraceText {
  /** Longer texts are cut: a path may have a megabyte, a line of a report may not. */
  public static final int LONGEST = 200;

  private TraceText() {}

  /** The text in one line of printing characters. */
  public static String visible(String text) {
    return visible(text, LONGEST);
  }

  /** The same with another limit, in UTF-16 units. */
  public static String visible(String text, int longest) {
    int end = Math.min(text.length(), longest);
    StringBuilder safe = new StringBuilder(end + 16);
    int i = 0;
    while (i < end) {
      int c = text.codePointAt(i);
      append(safe, c);
      i += Character.charCount(c);
    }
    if (i < text.length()) {
      safe.append("… (").append(Figures.count(text.length())).append(" characters)");
    }
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL -> safe.append(String.format(Locale.ROOT, "\\x%02x", c));
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          safe.append(String.format(Locale.ROOT, "\\u{%x}", c));
      default -> safe.appendCodePoint(c);
    }
  }
}
