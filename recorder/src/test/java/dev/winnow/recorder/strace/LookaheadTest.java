package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Tools;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Lines that are decoded ahead, by any number of threads and cut anywhere, give what reading them
 * one after the other gives: the same events in the same order, the same account, the same places
 * of failures.
 */
class LookaheadTest {
  private static final Path SAMPLES = Path.of("../traces/samples");

  /** Smaller than one look ahead, so that every line is at the end of a chunk; and the usual. */
  private static final int[] CHUNKS = {1 << 5, 1 << 10, 1 << 15, 1 << 16, 1 << 18};

  @Test
  void samplesAreReadTheSame() throws IOException {
    List<byte[]> samples = samples();
    for (byte[] sample : samples) {
      for (int chunk : CHUNKS) {
        assertSame(sample, 1 + chunk % 3, chunk, "sample of " + sample.length + " bytes");
      }
    }
  }

  @Test
  void samplesInAnyOrderAndDamagedAreReadTheSame() throws IOException {
    List<byte[]> samples = samples();
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      while (log.size() < 150_000) {
        byte[] sample = samples.get(random.nextInt(samples.size()));
        int from = random.nextInt(sample.length);
        int length = Math.min(sample.length - from, 1 + random.nextInt(40_000));
        log.write(sample, from, length);
      }
      int rate = random.nextInt(3) * 2000;
      byte[] mutated = rate == 0 ? log.toByteArray() : mutate(log.toByteArray(), rate, random);
      int chunk = CHUNKS[random.nextInt(CHUNKS.length)];
      assertSame(mutated, 1 + random.nextInt(4), chunk, "seed " + seed);
    }
  }

  /** Else the tests above would compare the reader with itself. */
  @Test
  void mostLinesAreTakenAsDecoded() throws IOException {
    byte[] log = Tools.read(SAMPLES.resolve("threads.strace"));
    LineBatch batch = new LineBatch();
    batch.chunk.bytes = log;
    batch.chunk.end = log.length;
    new AheadDecoder(new DecodedCache(DecodedCache.PLACES)).decode(batch);
    int[] kinds = new int[4];
    for (int i = 0; i < batch.lines; i++) {
      kinds[batch.kind[i] & ~LineBatch.TELLS_ABI]++;
    }
    String found = Arrays.toString(kinds);
    assertTrue(10 * kinds[LineBatch.UNREAD] < batch.lines, found);
    assertTrue(kinds[LineBatch.HEAD] > 0 && kinds[LineBatch.REST] > 0, found);
  }

  /**
   * What looks like a string's end in the rest is within the comment that the beginning left open.
   */
  @Test
  void commentsThatGoOnInTheRestHideNoValue() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int fd : new int[] {5, 5, 5, 6, 6, 7}) {
      log.append("9 fcntl(1 /* x <unfinished ...>\n9 <... fcntl resumed> \" */, ");
      log.append(fd).append(", 0) = 0 /* \" */\n");
    }
    assertSame(log.toString().getBytes(StandardCharsets.UTF_8), 2, 1 << 18, "open comments");
  }

  private static void assertSame(byte[] log, int threads, int chunk, String what)
      throws IOException {
    String text = what + ", " + threads + " threads, chunks of " + chunk;
    Reading one = read(log, new Lookahead(0, 1 << 18));
    Reading many = read(log, ahead(threads, chunk));
    if (!one.events.equals(many.events)) {
      assertEquals(String.join("\n", one.events), String.join("\n", many.events), text);
    }
    assertEquals(one.notes, many.notes, text);
    assertEquals(one.images, many.images, text);
    assertEquals(one.summary(), many.summary(), text);
    assertEquals(one.reader.warnings(), many.reader.warnings(), text);
    assertEquals(
        evidence(log, new Lookahead(0, 1 << 18)), evidence(log, ahead(threads, chunk)), text);
  }

  /** With places for all calls that are kept, or for so few that most drive another one out. */
  private static Lookahead ahead(int threads, int chunk) {
    return new Lookahead(threads, chunk, threads % 2 == 0 ? 8 : DecodedCache.PLACES);
  }

  /** What is counted of events that recur is what adding each would give. */
  private static Evidence evidence(byte[] log, Lookahead lookahead) throws IOException {
    EvidenceBuilder builder = new EvidenceBuilder();
    StraceReader reader = new StraceReader(builder, Arch.X86_64, Map.of(), lookahead);
    reader.read(new ByteArrayInputStream(log));
    LineAccount lines = reader.summary().lines();
    return builder.build(
        new Run(
            "id",
            "log",
            "strace",
            "",
            "",
            lines,
            builder.events(),
            new TreeMap<>(),
            false,
            true,
            new TreeMap<>()));
  }

  private static Reading read(byte[] log, Lookahead lookahead) throws IOException {
    Reading reading = new Reading(lookahead);
    reading.reader.read(new ByteArrayInputStream(log));
    return reading;
  }

  /** What the recordings lack: other ABIs, numbers, threads that begin, are left and superseded. */
  private static final String RARE =
      """
      7 execve("/bin/a", ["a"], 0x7ffe /* 2 vars */) = 0
      [ Process PID=7 runs in 32 bit mode. ]
      7 brk(NULL) = 0x5000
      7 mmap2(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0xf7f0
      7 clone(child_stack=NULL, flags=CLONE_VM|CLONE_THREAD <unfinished ...>
      8 futex(0x1000, FUTEX_WAIT_PRIVATE, 2, NULL <unfinished ...>
      7 <... clone resumed>) = 8
      8 <... futex resumed>) = -1 EAGAIN (Resource temporarily unavailable)
      8 execve("/bin/b", ["b"], 0x7ffe /* 2 vars */ <pid changed to 7 ...>
      7 +++ superseded by execve in pid 8 +++
      7 <... execve resumed>) = 0
      [ Process PID=7 runs in 64 bit mode. ]
      7 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_NO_SUCH_FLAG) = 3</etc/hosts>
      7 [   0] read(3, "127\\.0.0.1 \\"a\\"", 4096) = 10
      7 [102] getuid() = 0
      7 [ 24] getuid32() = 0
      7 read(3</etc/hosts>, "a\\"b", 4096) = 10 <0.000012>
      7 read(3</etc/other>, "c", 4096) = 10 <0.000345>
      7 read(3, 'x', /* "a" */ 16 /* b */) = 16
      9 write(1, "a, b) = 7", 9 <unfinished ...>
      9 <... write resumed>) = 9 <0.000100>
      7 close(3 <detached ...>
      9 read(0,  <unfinished ...>
      9 +++ exited with 0 +++
      9 <... read resumed>"", 1) = 0
      """;

  private static List<byte[]> samples() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    samples.add(RARE.getBytes(StandardCharsets.UTF_8));
    samples.add(RARE.repeat(200).getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.list(SAMPLES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".strace")).sorted().toList()) {
        byte[] sample = Tools.read(file);
        samples.add(Arrays.copyOf(sample, Math.min(sample.length, 300_000)));
      }
    }
    return samples;
  }

  private static byte[] mutate(byte[] log, int rate, SplittableRandom random) {
    byte[] signs = "<>()\"\\/,=+- \n\r0[]pid".getBytes(StandardCharsets.US_ASCII);
    byte[] mutated = log.clone();
    for (int at = random.nextInt(rate); at < mutated.length; at += 1 + random.nextInt(rate)) {
      mutated[at] = signs[random.nextInt(signs.length)];
    }
    return mutated;
  }
}
