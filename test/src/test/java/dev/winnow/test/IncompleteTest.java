package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.Learner;
import dev.winnow.policy.Replay;
import dev.winnow.recorder.EventLines;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceFormat;
import dev.winnow.recorder.TraceInput;
import dev.winnow.reports.Completeness;
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
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is dropped in silence, and a policy from an incomplete trace says so. */
class IncompleteTest {
  private static final Path SAMPLES = Path.of("../traces/samples");
  private static final int MUTANTS = 60;

  @TempDir private Path folder;

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(SAMPLES.resolve(name));
  }

  private static RecordedRun read(byte[] log, dev.winnow.traces.TraceSink sink) throws IOException {
    // Told the format: of a cut or mutated log too little may be left to recognise it.
    ByteArrayInputStream in = new ByteArrayInputStream(log);
    return new Ingestion(in, Arch.X86_64, TraceFormat.STRACE)
        .read(TraceInput.of(TraceInput.STDIN), sink);
  }

  private record Told(RecordedRun run, List<String> events) {
    static Told by(byte[] log) throws IOException {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      EventLines lines = new EventLines(text);
      RecordedRun run = read(log, lines);
      lines.flush();
      return new Told(run, text.toString(StandardCharsets.US_ASCII).lines().toList());
    }
  }

  private static void assertAccounted(byte[] log, RecordedRun run, String which) {
    LineAccount account = run.summary().lines();
    long lines = log.length > 0 && log[log.length - 1] != '\n' ? 1 : 0;
    for (byte b : log) {
      lines += b == '\n' ? 1 : 0;
    }
    assertEquals(lines, account.lines(), which);
    long sum = account.parsed() + account.joined() + account.ignoredTotal() + account.failed();
    assertEquals(lines, sum, which);
    assertEquals(Math.min(20, account.failed()), account.failures().size(), which);
  }

  /** A cut log says nothing that the whole does not say, and that it is cut. */
  @ParameterizedTest
  @ValueSource(strings = {"ls.strace"})
  void aLogCutAtAnyByte(String name) throws IOException {
    byte[] log = sample(name);
    List<String> whole = Told.by(log).events();
    for (int length = 1; length < log.length; length++) {
      byte[] cut = Arrays.copyOf(log, length);
      Told told = Told.by(cut);
      RecordedRun run = told.run();
      List<String> left = told.events();
      assertAccounted(cut, run, "cut at " + length);
      assertEquals(cut[length - 1] != '\n', run.summary().truncated(), "cut at " + length);
      assertTrue(left.size() <= whole.size(), "cut at " + length);
      for (int i = 0; i < left.size(); i++) {
        assertTrue(saysNoMore(whole.get(i), left.get(i)), "cut at " + length + ": " + left.get(i));
      }
    }
  }

  /** Equal, or with less of it known. */
  private static boolean saysNoMore(String whole, String left) {
    String[] all = whole.split("\t", -1);
    String[] some = left.split("\t", -1);
    for (int i = 0; i < all.length; i++) {
      if (!some[i].equals(all[i]) && !some[i].equals("*") && !some[i].equals("?")) {
        return false;
      }
    }
    return all.length == some.length;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls.strace", "threads.strace", "calls-verbose.strace"})
  void mutatedLogsAreAccountedForAndTheirPoliciesSaySo(String name) throws IOException {
    byte[] log = sample(name);
    int incomplete = 0;
    for (long seed = 0; seed < MUTANTS; seed++) {
      String which = name + ", seed " + seed;
      byte[] mutant = mutate(log, seed);
      EvidenceBuilder builder = new EvidenceBuilder();
      RecordedRun recorded = read(mutant, builder);
      assertAccounted(mutant, recorded, which);
      Run run = recorded.toRun("");
      Evidence evidence = builder.build(run);
      LearnedPolicy learned = Learner.learn(evidence, LearnOptions.DEFAULT);
      boolean lost = recorded.summary().lines().failed() > 0 || recorded.summary().truncated();
      assertTrue(!lost || run.incomplete(), which);
      assertEquals(evidence.incomplete(), recorded.incomplete(), which);
      assertEquals(evidence.incomplete(), !learned.gaps().isEmpty(), which);
      assertEquals(evidence.incomplete(), !Completeness.of(evidence).complete(), which);
      incomplete += evidence.incomplete() ? 1 : 0;
      Replay replay = new Replay(learned.policy());
      read(mutant, replay);
      assertEquals(List.of(), replay.findings(), which);
    }
    assertTrue(incomplete > MUTANTS / 2, incomplete + " of " + MUTANTS);
  }

  /** Some bytes changed, some dropped, some doubled. */
  private static byte[] mutate(byte[] log, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream(log.length + 64);
    int rate = 100 + random.nextInt(2000);
    for (byte b : log) {
      switch (random.nextInt(rate)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> out.writeBytes(new byte[] {b, b});
        case 2 -> out.writeBytes(new byte[0]);
        default -> out.write(b);
      }
    }
    return out.toByteArray();
  }

  @Test
  void theFileOfThePolicySaysThatTheRecordingIsIncomplete() throws IOException {
    byte[] log = sample("ls.strace");
    Files.write(folder.resolve("whole"), log);
    Files.write(folder.resolve("cut"), Arrays.copyOf(log, log.length - 300));
    assertEquals(0, Programs.winnow(folder, "learn", "whole", "-o", "w.policy").exitCode());
    assertEquals(0, Programs.winnow(folder, "learn", "cut", "-o", "c.policy").exitCode());
    assertTrue(!Files.readString(folder.resolve("w.policy")).contains("incomplete"));
    String text = Files.readString(folder.resolve("c.policy"));
    assertTrue(text.startsWith("# winnow policy 1\n# incomplete recording: cut: "), text);
    Files.writeString(folder.resolve("patch"), "sys_execve: 0\n");
    assertEquals(
        0, Programs.winnow(folder, "update", "c.policy", "patch", "-o", "u.policy").exitCode());
    String updated = Files.readString(folder.resolve("u.policy"));
    assertEquals(text.replaceAll("(?m)^sys_execve: .*\n", ""), updated);
  }
}
