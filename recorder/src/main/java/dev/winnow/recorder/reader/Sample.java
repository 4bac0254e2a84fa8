package dev.winnow.recorder.reader;

import java.nio.charset.StandardCharsets;

/** The first bytes of an input, decompressed, by which formats are recognised. */
public final class Sample {
  /** Bytes that are looked at. Fewer may show only junk, more cost start-up time. */
  public static final int SIZE = 64 << 10;

  private final byte[] bytes;

  /** Of an input that begins with {@code bytes}; they are not copied. */
  public Sample(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes themselves; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** One character for each byte, so that any bytes can be searched as text. */
  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Whether the input begins with this, each 0 to 255. */
  public boolean startsWith(int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a zero byte occurs, which no text format writes. */
  public boolean isBinary() {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }
}
