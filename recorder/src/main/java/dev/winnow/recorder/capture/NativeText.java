package dev.winnow.recorder.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes from the kernel as text, without loss: arguments and the environment are bytes, mostly
 * UTF-8. A byte that is not is kept as the lone surrogate {@code U+DC00 + byte}, which no valid
 * UTF-8 decodes to (the convention of Python's {@code surrogateescape}, PEP 383).
 */
public final class NativeText {
  private static final int ESCAPE = 0xDC00;

  private NativeText() {}

  /** The text of {@code bytes}; {@link #bytes} gives them back exactly. */
  public static String of(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports malformed input
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length); // a byte is never more than one char
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /** The bytes that a text of {@link #of} stands for; UTF-8 for any other text. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isEscape(c)) {
            out.write(c - ESCAPE);
          } else {
            out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return out.toByteArray();
  }

  /** Whether all of it is text, with no byte that is not UTF-8. */
  public static boolean isText(String text) {
    return text.codePoints().noneMatch(NativeText::isEscape);
  }

  /** For people and files: bytes that are no text as {@code \xff}. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isEscape(c)) {
            visible.append("\\x%02x".formatted(c - ESCAPE));
          } else {
            visible.appendCodePoint(c);
          }
        });
    return visible.toString();
  }

  private static boolean isEscape(int codePoint) {
    return codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xff;
  }
}
