package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.winnow.recorder.reader.Ascii;
import java.nio.charset.StandardCharsets;
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
    CallKey made = new CallKey();
    append(made, text);
    assertEquals(key, Ascii.text(made.text, 0, made.length));
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
    assertFalse(new CallKey().append(bytes, 0, bytes.length));
  }

  /** Longer than its first buffer, from parts of any length. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 255, 256, 1000})
  void partsAreAppended(int length) {
    String part = "0123456789\"x\",".repeat(length).substring(0, length / 14 * 14);
    CallKey first = new CallKey();
    CallKey whole = new CallKey();
    for (int i = 0; i < 3; i++) {
      append(first, part);
    }
    append(whole, part.repeat(3));
    assertEquals(Ascii.text(whole.text, 0, whole.length), Ascii.text(first.text, 0, first.length));
  }

  private static void append(CallKey key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!key.append(bytes, 0, bytes.length)) {
      throw new AssertionError(text + " has no key");
    }
  }
}
