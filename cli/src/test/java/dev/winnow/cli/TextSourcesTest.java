package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From recordings of the other tools to policies, by the commands that people give. */
class TextSourcesTest {
  private static final Path SAMPLES =
      Path.of("../recorder/src/test/resources/dev/winnow/recorder/texts");

  @TempDir private Path folder = Path.of("");

  private InProcess winnow(String... args) {
    InProcess ran = InProcess.run(folder, args);
    assertEquals(0, ran.exitCode(), ran.err());
    return ran;
  }

  private String learned(String sample) throws IOException {
    Path trace = SAMPLES.resolve(sample + ".txt");
    Path evidence = folder.resolve("evidence");
    Path policy = folder.resolve("policy");
    winnow("ingest", trace.toString(), "-o", evidence.toString());
    winnow("learn", evidence.toString(), "-o", policy.toString());
    return Files.readString(policy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bpftrace",
        "qemu",
        "strace-summary",
        "audit-kernel",
        "perf-trace-threads",
        "perf-trace-names",
        "perf-trace-summary"
      })
  void namesGiveNoConstraintsAndThePolicySaysWhy(String sample) throws IOException {
    winnow("events", SAMPLES.resolve(sample + ".txt").toString());
    String policy = learned(sample);
    for (String line : policy.lines().filter(line -> line.startsWith("sys_")).toList()) {
      assertTrue(line.matches("sys_\\w+: (1(\\s.*)?|.* # (seen, and )?unseen: .*)"), line);
    }
    assertTrue(policy.contains("flags is free: not always shown by the trace"), policy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftrace-syscalls", "audit-raw"})
  void registersGiveConstraints(String sample) throws IOException {
    String policy = learned(sample);
    assertTrue(policy.contains("sys_mmap: (prot & "), policy);
    assertFalse(policy.contains("mmap: prot is free"), policy);
  }

  @Test
  void whatIsLostIsSaidInThePolicy() throws IOException {
    assertTrue(learned("audit-kernel").contains("1185 suppressed messages"));
    assertTrue(learned("ftrace-raw").contains("1357 lost samples"));
  }

  @Test
  void seccompLogIsNamedAsSuch() {
    Path trace = SAMPLES.resolve("audit-kernel.txt");
    InProcess ran = winnow("ingest", trace.toString(), "-o", folder.resolve("e").toString());
    assertTrue(ran.err().contains("6 of its calls are from seccomp's log"), ran.err());
  }
}
