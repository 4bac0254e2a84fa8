package dev.winnow.recorder.reader;

import dev.winnow.traces.HiddenCharacters;
import java.nio.file.Path;
import java.util.Locale;

/** What messages show of a trace: short, and with nothing in it that a terminal would obey. */
public final class Excerpt {
  /** Bytes that are shown. */
  public static final int LONGEST = 120;

  private Excerpt() {}

  /** A file's name in one line, control and formatting characters spelled out. */
  public static String name(Path path) {
    StringBuilder text = new StringBuilder();
    path.toString()
        .codePoints()
        .forEach(c -> {
          boolean hidden = HiddenCharacters.isHidden(c);
          text.append(hidden ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c));
        });
    return text.toString();
  }

  /**
   * {@code b[from, to)}, cut to {@value #LONGEST} bytes, control characters and bytes above 0x7e
   * written as {@code \xhh}.
   */
  public static String of(byte[] b, int from, int to) {
    int stop = Math.min(to, from + LONGEST);
    StringBuilder text = new StringBuilder(stop - from + 3);
    for (int i = from; i < stop; i++) {
      int c = b[i] & 0xff;
      if (c >= 0x20 && c < 0x7f) {
        text.append((char) c);
      } else {
        text.append("\\x")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      }
    }
    return stop < to ? text.append("...").toString() : text.toString();
  }
}
