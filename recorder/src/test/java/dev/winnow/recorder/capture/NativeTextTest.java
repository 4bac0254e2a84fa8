package dev.winnow.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NativeTextTest {
  @Test
  void textIsItself() {
    for (String text :
        new String[] {"", "ls", "é ü", "日本", "\ud83d\ude00", "a\nb\u0000c", "\uffff"}) {
      assertEquals(text, NativeText.of(text.getBytes(StandardCharsets.UTF_8)));
      assertTrue(NativeText.isText(text));
      assertEquals(text, NativeText.visible(text));
    }
  }

  @Test
  void bytesThatAreNoTextAreVisible() {
    String text = NativeText.of(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe9});
    assertFalse(NativeText.isText(text));
    assertEquals("a\\xff\\xc3b\\xe9", NativeText.visible(text));
  }

  @Test
  void everyByteComesBack() {
    long seed = 20260;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] alphabet = {
      'a',
      (byte) 0xc3,
      (byte) 0xa9,
      (byte) 0xed,
      (byte) 0xa0,
      (byte) 0x80,
      (byte) 0xf0,
      (byte) 0x9f,
      (byte) 0xff
    };
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            round % 2 == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
      }
      String text = NativeText.of(bytes);
      assertArrayEquals(bytes, NativeText.bytes(text), "round " + round + " of seed " + seed);
    }
  }
}
