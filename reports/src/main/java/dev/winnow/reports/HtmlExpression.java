package dev.winnow.reports;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions of the policy language, with syntax colour. */
final class HtmlExpression {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<action>-> .*)|(?<number>\\b(?:0x[0-9a-fA-F]+|\\d+)\\b)|(?<constant>\\b_*[A-Z][A-Z0-9_]*\\b)"
              + "|(?<word>\\b(?:in)\\b)|(?<argument>\\b[a-z_][a-z0-9_]*\\b)|(?<operator>[=!<>&|~]+)");

  private HtmlExpression() {}

  static void write(Html html, String text) {
    html.open("code", "class", "e");
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find()) {
      html.prose(text.substring(end, token.start()));
      html.raw("<i class=\"" + style(token) + "\">").prose(token.group()).raw("</i>");
      end = token.end();
    }
    html.prose(text.substring(end)).close("code");
  }

  private static String style(Matcher token) {
    if (token.group("constant") != null || token.group("number") != null) {
      return "k";
    }
    if (token.group("argument") != null) {
      return "a";
    }
    return token.group("action") != null ? "w" : "o";
  }
}
