package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.reader.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "close(3) = 0|close(3) = 0",
        "getdents64(3, 0x5 /* 4 entries */, 32768) = 0|getdents64(3, 0x5 /* 4 entries */, 32768) = 0",
        "read(3, \"abc\"..., 16) = 3|read(3, \"\"..., 16) = 3",
        "read(3, \"a\\\"b, 4) = 1\", 16) = 3|read(3, \"\", 16) = 3",
        "read(3</a)b>, \"x\", 1) = 1|read(3<>, \"\", 1) = 1",
        "read(3<TCP:[1.2.3.4:5->6.7.8.9:10]>, \"\", 1) = 0|read(3<>, \"\", 1) = 0",
        "openat(AT_FDCWD</tmp>, \"a\", O_RDONLY) = 3</tmp/a>|openat(AT_FDCWD<>, \"\", O_RDONLY) = 3<>",
        "f(\"a\", 1<<2, 0) = 0|f(\"\", 1<<2, 0) = 0",
        "f(/* \"a\" */ 1, \"b\") = 0|f(/* \"a\" */ 1, \"\") = 0",
      })
  void contentsAreLeftOut(String text, String key) {
    assertEquals(key, text(of(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f('\"', \"a\") = 0",
        "f(\"a) = 0",
        "f(3<a) = 0",
        "f(x<a>, 1) = 0",
        "f(/* \"a\" = 0"
      })
  void whatMayBeAnotherThingHasNoKey(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertFalse(key(bytes.length).of(bytes, 0, bytes.length));
  }

  /** Wherever in its array a text is, and whichever of its words shows that it has contents. */
  @Test
  void placeAndLengthMakeNoDifference() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String before = "x".repeat(random.nextInt(20));
      String argument = "1".repeat(random.nextInt(20));
      String comment = random.nextInt(4) == 0 ? " /* \"a\" */" : "";
      String string = random.nextInt(3) == 0 ? "" : ", \"" + "y".repeat(random.nextInt(600)) + "\"";
      String masked = string.isEmpty() ? "" : ", \"\"";
      String text = "f(" + argument + comment + string + ", 7) = 0";
      byte[] bytes = (before + text + before).getBytes(StandardCharsets.UTF_8);
      CallKey key = key(text.length());
      boolean made = key.of(bytes, before.length(), before.length() + text.length());
      assertTrue(made, text);
      assertEquals("f(" + argument + comment + masked + ", 7) = 0", text(key), text);
      assertEquals(of(text).hash, key.hash, text);
      assertNotEquals(of(text.replace("7)", "8)")).hash, key.hash, text);
    }
  }

  private static CallKey of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CallKey key = key(bytes.length);
    assertTrue(key.of(bytes, 0, bytes.length), text + " has no key");
    return key;
  }

  private static CallKey key(int length) {
    CallKey.Space space = new CallKey.Space();
    space.clear(length);
    return new CallKey(space);
  }

  private static String text(CallKey key) {
    return Ascii.text(key.text, key.from, key.to);
  }
}
