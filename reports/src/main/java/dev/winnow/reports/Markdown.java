package dev.winnow.reports;

/** Code spans, in which nothing is markup, whatever a trace brings. */
public final class Markdown {
  private Markdown() {}

  /**
   * A code span in a table, where a bar ends the cell unless a backslash escapes it: a backslash of
   * the text's own before a bar would escape ours.
   *
   * @param longest characters after which the text is cut
   */
  public static String cell(String text, int longest) {
    return code(text, longest).replace("\\|", "\\ |").replace("|", "\\|");
  }

  /**
   * A code span outside of tables, closed by more backticks than are in it (CommonMark 6.1).
   *
   * @param longest characters after which the text is cut
   */
  public static String code(String text, int longest) {
    String shown = TraceText.visible(text, longest);
    String fence = "`";
    while (shown.contains(fence)) {
      fence += "`";
    }
    boolean padded = shown.startsWith("`") || shown.endsWith("`") || shown.isBlank();
    return fence + (padded ? " " + shown + " " : shown) + fence;
  }
}
