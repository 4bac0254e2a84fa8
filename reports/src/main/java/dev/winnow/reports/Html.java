package dev.winnow.reports;

/**
 * A page under construction. Names of tags and attributes are ours; every text and attribute value
 * is made visible ({@link TraceText}) and escaped, so that nothing from a trace becomes markup.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Markup of our own. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Any text. */
  Html text(String text) {
    escape(TraceText.visible(text));
    return this;
  }

  /** Text of our own or escaped before, which may be longer than a trace's. */
  Html prose(String text) {
    escape(text);
    return this;
  }

  /** A start tag; {@code attributes} are names and values in turn. */
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(TraceText.visible(attributes[i + 1], Integer.MAX_VALUE));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append('>');
    return this;
  }

  /** An element that holds a text of any origin. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** An element that holds a text of our own. */
  Html sentence(String tag, String text, String... attributes) {
    return open(tag, attributes).prose(text).close(tag);
  }

  Html line() {
    out.append('\n');
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
