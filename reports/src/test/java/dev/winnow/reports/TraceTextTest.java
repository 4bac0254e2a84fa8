package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTextTest {
  private record Case(String raw, String visible) {}

  @Test
  void whatATerminalWouldObeyIsSpelledOut() {
    for (Case c :
        List.of(
            new Case("/usr/bin/ls", "/usr/bin/ls"),
            new Case("naïve – 日本語", "naïve – 日本語"),
            new Case("a\u001b[31mred", "a\\x1b[31mred"),
            new Case("a\r\nb\tc\0", "a\\x0d\\x0ab\\x09c\\x00"),
            new Case("\u007f\u009b", "\\x7f\\x9b"),
            new Case("exe\u202etxt.cod\u2066", "exe\\u{202e}txt.cod\\u{2066}"),
            new Case("a\u200b\ufeff\u00adb", "a\\u{200b}\\u{feff}\\u{ad}b"),
            new Case("a\u2028b\u2029", "a\\u{2028}b\\u{2029}"),
            new Case("half \ud83d", "half \\u{d83d}"),
            new Case("whole \ud83d\ude00", "whole \ud83d\ude00"))) {
      assertEquals(c.visible(), TraceText.visible(c.raw()));
    }
  }

  @Test
  void longTextsAreCutWithTheirLength() {
    String text = TraceText.visible("x".repeat(1_000_000));
    assertEquals("x".repeat(TraceText.LONGEST) + "… (1,000,000 characters)", text);
  }
}
