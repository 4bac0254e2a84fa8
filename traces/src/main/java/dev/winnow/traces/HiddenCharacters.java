package dev.winnow.traces;

/**
 * Characters of a text from outside that show nothing themselves and may change what is shown
 * around them: control characters, which a terminal obeys, and formatting, such as that which turns
 * the direction of text.
 */
public final class HiddenCharacters {
  private HiddenCharacters() {}

  /** Whether a code point is one; line breaks and tabs are too. */
  public static boolean isHidden(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }

  /** The text with {@code by} for each of them. */
  public static String replaced(String text, char by) {
    return text.codePoints()
        .map(c -> isHidden(c) ? by : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
