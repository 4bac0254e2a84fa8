package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.LineFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, the account balances and nothing is thrown or made up. */
class StraceRobustnessTest {
  private static final Path SAMPLES = Path.of("../traces/samples");

  /** A log cut off anywhere never says what the whole does not say. */
  @ParameterizedTest
  @ValueSource(strings = {"threads.strace", "calls-verbose.strace"})
  void everyPrefixSaysNothingElse(String sample) throws IOException {
    byte[] log = lines(Files.readAllBytes(SAMPLES.resolve(sample)), 60);
    List<String> whole = returned(Reading.of(log));
    for (int length = 0; length < log.length; length++) {
      Reading cut = Reading.of(Arrays.copyOf(log, length));
      int at = length;
      List<String> events = returned(cut);
      assertTrue(events.size() <= whole.size(), () -> "cut at " + at + ": too many events");
      for (int i = 0; i < events.size(); i++) {
        assertTrue(
            says(whole.get(i), events.get(i)), message(log, at, whole.get(i), events.get(i)));
      }
      assertEquals(newlines(log, length), cut.account().lines(), () -> "cut at " + at);
    }
  }

  @Test
  void mutatedBytesAreCountedAndNeverThrown() throws IOException {
    byte[] log = lines(Files.readAllBytes(SAMPLES.resolve("threads.strace")), 40);
    byte[] signs =
        "<>()[]{}\"'\\/*,=|~!-+#0x \n\r\0\377abc_9.".getBytes(StandardCharsets.ISO_8859_1);
    for (long seed = 0; seed < 3000; seed++) {
      byte[] mutated = mutate(log, signs, new SplittableRandom(seed));
      try {
        assertEquals(newlines(mutated, mutated.length), Reading.of(mutated).account().lines());
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed, e);
      }
    }
  }

  @Test
  void randomBytesAreCountedAndNeverThrown() {
    for (long seed = 0; seed < 500; seed++) {
      byte[] junk = new byte[400];
      new SplittableRandom(seed).nextBytes(junk);
      assertEquals(newlines(junk, junk.length), Reading.of(junk).account().lines(), "seed " + seed);
    }
  }

  /** Two writers in one log: the second call must not vanish behind the first one's result. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "read(3, \"\", 5) = 0 socket(AF_INET, SOCK_RAW, 0) = 3",
        "openat(AT_FDCWD, \"a\", O_RDONLY) = 3openat(AT_FDCWD, \"b\", O_WRONLY) = 4",
        "close(3) = 0 rubbish",
        "access(\"a\", R_OK) = -1 ENOENT (No such file or directory) close(3) = 0",
        "exit_group(0) = ? close(3) = 0"
      })
  void moreBehindAResultIsAFailedLine(String log) {
    Reading reading = Reading.of(log + "\n");
    assertEquals(1, reading.account().failed(), log);
    assertEquals(1, reading.events.size(), log);
  }

  @Test
  void emptyInputHasNoLines() {
    assertEquals("0 lines: 0 parsed", Reading.of(new byte[0]).accountText());
  }

  @Test
  void lineOfTenMegabytesIsRead() {
    String text = "x".repeat(10 << 20);
    Reading reading = Reading.of("write(1, \"" + text + "\", 10485760) = 10485760\nclose(1) = 0\n");
    assertEquals("0 x86_64 1 write 0x1 * 0xa00000 - - - 10485760", reading.events.getFirst());
    assertEquals("2 lines: 2 parsed", reading.accountText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"~", "!", "<", "(", "[", "{", "/*", "A(", "\"", "'", "0x", "1|", "1<<", "-"})
  void deepNestingDoesNotOverflow(String sign) {
    Reading reading = Reading.of("close(" + sign.repeat(1 << 20) + ") = 0\n");
    assertEquals(1, reading.account().lines());
    Reading shortened = Reading.of("close(" + sign.repeat(500) + ") = 0\n");
    assertEquals(1, shortened.account().lines());
  }

  @Test
  void lineLongerThanTheLimitIsSkippedAndCounted() throws IOException {
    LongLine in = new LongLine(LineFeed.LONGEST_LINE + 1000L, "\nclose(1) = 0\n");
    Reading reading = new Reading();
    reading.reader.read(in);
    assertEquals(List.of("0 x86_64 3 close 0x1 - - - - - 0"), reading.events);
    assertTrue(
        reading.accountText().startsWith("2 lines: 1 parsed, 1 failed; line 1: longer than 64 MiB"),
        reading.accountText());
  }

  /** A line of {@code x} without holding it in memory, then {@code rest}. */
  private static final class LongLine extends java.io.InputStream {
    private final byte[] rest;
    private long left;
    private int at;

    LongLine(long length, String rest) {
      left = length;
      this.rest = rest.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() {
      throw new AssertionError("the reader reads in chunks");
    }

    @Override
    public int read(byte[] b, int offset, int length) {
      int count = (int) Math.min(length, left > 0 ? left : rest.length - at);
      if (left > 0) {
        Arrays.fill(b, offset, offset + count, (byte) 'x');
        left -= count;
        return count;
      }
      System.arraycopy(rest, at, b, offset, count);
      at += count;
      return count == 0 ? -1 : count;
    }
  }

  private static List<String> returned(Reading reading) {
    return reading.events.stream().filter(event -> !event.endsWith("!")).toList();
  }

  /** Whether {@code event} is {@code whole} with, at most, something less known. */
  private static boolean says(String whole, String event) {
    String[] all = whole.split(" ", -1);
    String[] some = event.split(" ", -1);
    for (int i = 0; i < all.length; i++) {
      boolean less = some[i].equals("*") || some[i].equals("?");
      if (!less && !all[i].equals(some[i])) {
        return false;
      }
    }
    return true;
  }

  private static String message(byte[] log, int at, String whole, String event) {
    int from = Math.max(0, at - 60);
    return "cut at "
        + at
        + " behind "
        + new String(log, from, at - from, StandardCharsets.UTF_8)
        + ": "
        + whole
        + " became "
        + event;
  }

  private static byte[] mutate(byte[] log, byte[] signs, SplittableRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(log.length + 16);
    int rate = 10 + random.nextInt(1000);
    for (byte b : log) {
      int choice = random.nextInt(rate);
      if (choice == 1) {
        out.write(signs[random.nextInt(signs.length)]);
      }
      if (choice == 2) {
        out.write(random.nextInt(256));
      } else if (choice != 0) {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  private static byte[] lines(byte[] log, int count) {
    int end = 0;
    for (int i = 0; i < count && end >= 0 && end < log.length; i++) {
      end = Ascii.newline(log, end, log.length) + 1;
    }
    return Arrays.copyOf(log, end);
  }

  /** Lines of the first bytes of a log, the last of which may lack its newline. */
  private static long newlines(byte[] log, int length) {
    long lines = length > 0 && log[length - 1] != '\n' ? 1 : 0;
    for (int i = 0; i < length; i++) {
      lines += log[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
