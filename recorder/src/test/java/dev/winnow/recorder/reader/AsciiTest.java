package dev.winnow.recorder.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What looks at eight bytes at a time finds what a look at each would. */
class AsciiTest {
  /** What is sought, its neighbours, and the same with the high bit. */
  private static final byte[] LIKELY = {
    '\n',
    '"',
    '<',
    '/',
    '\'',
    '\\',
    9,
    11,
    '!',
    '#',
    ';',
    '=',
    '.',
    '0',
    '&',
    '(',
    '[',
    ']',
    0,
    1,
    (byte) 0x8a,
    (byte) 0xa2,
    (byte) 0xbc,
    (byte) 0xaf,
    (byte) 0xa7,
    (byte) 0xdc,
    -1,
    -128
  };

  private interface Finder {
    int find(byte[] b, int from, int to);
  }

  @Test
  void theFirstOfTheSoughtBytesIsFound() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] b = new byte[random.nextInt(40)];
      for (int i = 0; i < b.length; i++) {
        boolean likely = random.nextInt(6) == 0;
        b[i] = likely ? LIKELY[random.nextInt(LIKELY.length)] : (byte) ('a' + random.nextInt(26));
      }
      int from = random.nextInt(b.length + 1);
      int to = from + random.nextInt(b.length - from + 1);
      assertFinds("\n", Ascii::newline, b, from, to, seed);
      assertFinds("\"\\", Ascii::quoteOrBackslash, b, from, to, seed);
      assertFinds("\"</'", Ascii::quoteLessSlashOrApostrophe, b, from, to, seed);
    }
  }

  private static void assertFinds(
      String sought, Finder finder, byte[] b, int from, int to, long seed) {
    int expected = -1;
    for (int i = to - 1; i >= from; i--) {
      expected = sought.indexOf(b[i] & 0xff) >= 0 ? i : expected;
    }
    assertEquals(expected, finder.find(b, from, to), sought + " with seed " + seed);
  }
}
