package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void anAttributeIsMadeVisibleAndEscapedAsTextIs() {
    String html = new Html().element("b", "\u202e<i>", "title", "a\u202e\u001b\"><i>").toString();
    assertEquals("<b title=\"a\\u{202e}\\x1b&quot;&gt;&lt;i&gt;\">\\u{202e}&lt;i&gt;</b>", html);
  }

  @Test
  void anAttributeIsNotCut() {
    String id = "x".repeat(2 * TraceText.LONGEST);
    assertEquals("<b id=\"" + id + "\">", new Html().open("b", "id", id).toString());
  }
}
