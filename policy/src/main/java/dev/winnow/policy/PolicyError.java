package dev.winnow.policy;

import dev.winnow.traces.HiddenCharacters;

/**
 * A fault in a policy file.
 *
 * @param source the file, as the user named it
 * @param line from 1
 * @param column of the fault's first character, from 1; a tab is one character
 * @param length characters of the fault, at least 1
 * @param message what was found, and what was expected
 * @param remedy what to do, or ""
 */
public record PolicyError(
    String source, int line, int column, int length, String message, String remedy) {
  /** Characters of a line that a rendering shows; of a longer one the part around the fault. */
  private static final int SHOWN = 100;

  public PolicyError {
    if (line < 1 || column < 1 || length < 1) {
      throw new IllegalArgumentException("no place " + line + ":" + column + " + " + length);
    }
  }

  /**
   * The fault with the line it is in and a caret under it, in two to four lines without a final
   * newline. Characters that would move the cursor are shown as {@code ?}.
   */
  public String render(String text) {
    StringBuilder out = new StringBuilder();
    out.append(source).append(':').append(line).append(':').append(column).append(": ");
    out.append(message).append('\n');
    int from = column - 1 < SHOWN - 20 ? 0 : column - 1 - SHOWN / 2;
    int to = Math.min(text.length(), from + SHOWN);
    StringBuilder caret = new StringBuilder();
    out.append("    ");
    caret.append("    ");
    for (int i = Math.min(from, to); i < to; i++) {
      char c = text.charAt(i);
      out.append(c == '\t' || !HiddenCharacters.isHidden(c) ? c : '?');
      if (i < column - 1) {
        caret.append(c == '\t' ? c : ' ');
      }
    }
    int carets = Math.min(length, Math.max(1, to - column + 1));
    out.append('\n').append(caret).append("^".repeat(carets));
    if (!remedy.isEmpty()) {
      out.append("\n  ").append(remedy);
    }
    return out.toString();
  }
}
