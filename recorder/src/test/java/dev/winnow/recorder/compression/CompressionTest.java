package dev.winnow.recorder.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Tools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the tools themselves have written. */
class CompressionTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip -1",
        "gzip -9 -n",
        "zstd -1",
        "zstd -12 --no-check",
        "zstd --ultra -22",
        "zstd -3 --long=27",
        "xz -0",
        "xz -9e",
        "xz --check=none --block-size=65536"
      })
  void whatTheToolWroteIsReadByContent(String tool) throws IOException {
    for (int size : new int[] {0, 1, 65_536, 300_007}) {
      byte[] plain = text(size, 1);
      byte[] file = compress(tool, plain);
      assertArrayEquals(plain, read(file), tool + " of " + size);
      assertArrayEquals(plain, read(new Trickle(file)), tool + " of " + size + ", byte by byte");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "xz"})
  void membersOneAfterTheOtherAreOneStream(String tool) throws IOException {
    byte[] first = text(70_000, 1);
    byte[] second = text(3, 2);
    byte[] file =
        concat(compress(tool, first), compress(tool, new byte[0]), compress(tool, second));
    assertArrayEquals(concat(first, second), read(file));
    assertArrayEquals(concat(first, second), read(new Trickle(file)));
  }

  @Test
  void zerosBehindTheLastMemberArePadding() throws IOException {
    byte[] plain = text(1000, 1);
    assertArrayEquals(plain, read(concat(compress("gzip", plain), new byte[512])));
    assertArrayEquals(plain, read(concat(compress("xz", plain), new byte[512])));
  }

  @Test
  void skippableFramesOfZstdAreSkipped() throws IOException {
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] plain = text(1000, 1);
    assertArrayEquals(plain, read(concat(skippable, compress("zstd", plain))));
  }

  /** Cut after every byte: what is read is a beginning of the whole, and the cut is noticed. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "xz"})
  void cutIsNoticedWhereverItIs(String tool) throws IOException {
    byte[] first = text(1500, 1);
    byte[] plain = concat(first, text(500, 2));
    byte[] one = compress(tool, first);
    byte[] file = concat(one, compress(tool, text(500, 2)));
    for (int length = 7; length < file.length; length++) {
      Outcome outcome = outcome(Arrays.copyOf(file, length));
      byte[] start = Arrays.copyOf(plain, outcome.plain.length);
      assertArrayEquals(start, outcome.plain, "cut at " + length);
      boolean betweenMembers = length == one.length;
      assertEquals(
          betweenMembers ? "" : "the compressed file ends early",
          outcome.problem,
          "cut at " + length + " of " + file.length + ", members end at " + one.length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "xz"})
  void damageIsNoticed(String tool) throws IOException {
    byte[] plain = text(100_000, 1);
    byte[] file = compress(tool, plain);
    file[file.length / 2] ^= 0x10;
    Outcome outcome = outcome(file);
    assertTrue(outcome.problem.startsWith("the compressed file"), outcome.problem);
  }

  /** A stored block of 500 bytes, then one of a type that does not exist. */
  @Test
  void whatComesBeforeTheDamageIsRead() throws IOException {
    byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    byte[] stored = {0, (byte) 0xf4, 1, 0x0b, (byte) 0xfe};
    byte[] plain = Arrays.copyOf(text(500, 1), 500);
    byte[] file = concat(concat(header, stored), concat(plain, new byte[] {7, 0, 0, 0}));
    Outcome outcome = outcome(file);
    assertArrayEquals(plain, outcome.plain);
    assertTrue(outcome.problem.startsWith("the compressed file is damaged"), outcome.problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "xz"})
  void otherBytesBehindTheLastMemberAreDamage(String tool) throws IOException {
    byte[] plain = text(1000, 1);
    Outcome outcome =
        outcome(
            concat(compress(tool, plain), "no member at all".getBytes(StandardCharsets.US_ASCII)));
    assertArrayEquals(plain, outcome.plain);
    assertTrue(outcome.problem.startsWith("the compressed file is damaged"), outcome.problem);
  }

  /** Whatever the bytes are, reading ends, and only with an IOException if at all. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "xz"})
  void hostileBytesEndInAnIoException(String tool) throws IOException {
    byte[] file = compress(tool, text(2000, 1));
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutated = file.clone();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        mutated[random.nextInt(6, file.length)] = (byte) random.nextInt();
      }
      try (InputStream in = new ReadAhead(Compression.decompress(stream(mutated)), (b, n) -> {})) {
        long length = 0;
        byte[] chunk = new byte[8192];
        for (int n = in.read(chunk); n >= 0 && length < 4 << 20; n = in.read(chunk)) {
          length += n;
        }
      } catch (DamagedException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("the "), "seed " + seed);
      }
    }
  }

  @Test
  void xzThatNeedsTooMuchMemoryIsRefusedWithAWayOut() throws IOException {
    byte[] file = compress("xz --lzma2=dict=512MiB", text(1000, 1));
    DamagedException e = assertThrows(DamagedException.class, () -> read(file));
    assertTrue(String.valueOf(e.getMessage()).contains("run xz -dc"), e.getMessage());
  }

  /** What came of reading a file. */
  private static final class Outcome {
    private final byte[] plain;
    private final String problem;

    Outcome(byte[] plain, String problem) {
      this.plain = plain;
      this.problem = problem;
    }
  }

  /** What is read ahead is delivered before the problem, as in reading a trace. */
  private static Outcome outcome(byte[] file) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (InputStream in = new ReadAhead(Compression.decompress(stream(file)), (b, n) -> {})) {
      in.transferTo(plain);
      return new Outcome(plain.toByteArray(), "");
    } catch (DamagedException e) {
      return new Outcome(plain.toByteArray(), String.valueOf(e.getMessage()));
    }
  }

  private static byte[] read(byte[] file) throws IOException {
    return read(stream(file));
  }

  private static byte[] read(InputStream file) throws IOException {
    try (InputStream in = Compression.decompress(file)) {
      return in.readAllBytes();
    }
  }

  private byte[] compress(String tool, byte[] plain) throws IOException {
    List<String> words = List.of(tool.split(" ", -1));
    Tools.require(words.getFirst());
    Path file = Files.write(folder.resolve("plain"), plain);
    String command = tool + " -c " + file;
    assertEquals(0, Tools.run(folder, "sh", "-c", command), command);
    return Files.readAllBytes(folder.resolve("stdout"));
  }

  /** Lines that compress, but not to nothing. */
  private static byte[] text(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) (i % 40 == 39 ? '\n' : 'a' + random.nextInt(8));
    }
    return text;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static InputStream stream(byte[] file) {
    return new ByteArrayInputStream(file);
  }

  /** A pipe whose writer is slow: a byte at a time, and nothing ever available. */
  private static final class Trickle extends InputStream {
    private final InputStream in;

    Trickle(byte[] file) {
      in = stream(file);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      return in.read(b, offset, Math.min(length, 1));
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
