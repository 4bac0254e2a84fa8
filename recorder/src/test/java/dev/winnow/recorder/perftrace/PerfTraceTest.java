package dev.winnow.recorder.perftrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lines of perf trace mean together. */
class PerfTraceTest {
  private static final String HEAD = "     0.242 ( 0.014 ms): ls/7 ";
  private static final String BEGUN = "     0.242 (         ): ls/7 ";
  private static final String STARTED = "         ? (         ): ls/7  ... [continued]: ";

  private final List<String> events = new ArrayList<>();
  private final PerfTraceReader reader = new PerfTraceReader(this::hear, Arch.X86_64);

  private void hear(SyscallEvent event) {
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    String result = event.resultKnown() ? Long.toString(event.result()) : "?";
    String name = syscall == null ? "?" : syscall.name();
    String text = event.tid() + " " + event.arch() + " " + name + " ";
    events.add(text + (event.returned() ? result : "!"));
  }

  private TraceSummary read(String... lines) {
    return read(reader, String.join("\n", lines) + "\n");
  }

  private static TraceSummary read(PerfTraceReader reader, String text) {
    try {
      reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return reader.summary();
  }

  private static void assertAccount(long parsed, long joined, long failed, TraceSummary summary) {
    String expected = parsed + " parsed, " + joined + " joined, " + failed + " failed";
    String account =
        summary.lines().parsed()
            + " parsed, "
            + summary.lines().joined()
            + " joined, "
            + summary.lines().failed()
            + " failed";
    assertEquals(expected, account);
  }

  @Test
  void interruptedCallsAreJoinedByThread() {
    TraceSummary summary =
        read(
            BEGUN + "futex(uaddr: 0x1) ...",
            "     0.300 (         ): ls/8 read(fd: 3, buf: 0x1, count: 1) ...",
            "     0.242 ( 9.000 ms): ls/7  ... [continued]: futex()) = -1 EAGAIN (Try)",
            "     0.300 ( 9.000 ms): ls/8  ... [continued]: read()) = 1");
    assertEquals(List.of("7 x86_64 futex -11", "8 x86_64 read 1"), events);
    assertAccount(2, 2, 0, summary);
    assertEquals(0, summary.withoutBeginning());
  }

  @Test
  void endOfAnotherCallLeavesTheOpenOneWithoutItsEnd() {
    TraceSummary summary =
        read(BEGUN + "pause() ...", HEAD + " ... [continued]: read()) = 1", BEGUN + "pause() ...");
    assertEquals(List.of("7 x86_64 pause !", "7 x86_64 read 1", "7 x86_64 pause !"), events);
    assertAccount(3, 0, 0, summary);
    assertEquals(1, summary.withoutBeginning());
    assertEquals(2, summary.neverReturned());
  }

  @Test
  void lineBreaksInNamesOfFilesAreJoined() {
    TraceSummary summary =
        read(
            HEAD + "write(fd: 4</a) = 3 \n\n     0.242 reboot() \nb>, buf: 0x1, count: 11) = 11",
            HEAD + "fcntl(fd: 4</a\n>, cmd: DUPFD) = 5</a\n>",
            HEAD + "getpid() = 7");
    assertEquals(List.of("7 x86_64 write 11", "7 x86_64 fcntl ?", "7 x86_64 getpid 7"), events);
    assertAccount(3, 5, 0, summary);
  }

  /** What never ends must not swallow the rest of the trace without a word. */
  @Test
  void callIsNoLongerThanItsNamesCanBe() {
    TraceSummary summary = read(HEAD + "close(fd: 4</a\n" + "x\n".repeat(20_000));
    assertEquals(List.of("7 x86_64 close ?"), events);
    assertEquals(1 + 20_000 + 1, summary.lines().lines());
    assertTrue(summary.lines().failed() > 5_000, summary.lines()::toString);
  }

  @Test
  void programThatStartsWithTheNumberOfMunmapIs32Bit() {
    TraceSummary summary =
        read(
            STARTED + "munmap()) = 0",
            HEAD + "recvfrom(ubuf: 0x2d, size: 23) = 162856960",
            HEAD + "mkdirat(dfd: 1) = 7");
    assertEquals(
        List.of("7 x86_64 execve 0", "7 i386 brk 162856960", "7 i386 set_tid_address 7"), events);
    assertEquals(Map.of("events of an ambiguous ABI", 3L), summary.lost());
    assertTrue(
        reader.warnings().stream().anyMatch(warning -> warning.contains("32-bit program was")));
  }

  @Test
  void execveThatEndsUnderAnotherNameIsCertain() {
    TraceSummary summary =
        read(
            STARTED + "execve()) = 0",
            BEGUN + "execve(filename: 0x1) ...",
            HEAD + " ... [continued]: munmap()) = 0",
            HEAD + "recvfrom(ubuf: 0x2d) = 1",
            BEGUN + "munmap(addr: 1) ...",
            HEAD + " ... [continued]: execve()) = 0",
            HEAD + "recvfrom(ubuf: 0x2d) = 1");
    assertEquals(
        List.of(
            "7 x86_64 execve 0",
            "7 x86_64 execve 0",
            "7 i386 brk 1",
            "7 i386 execve 0",
            "7 x86_64 recvfrom 1"),
        events);
    assertEquals(Map.of("events of an ambiguous ABI", 1L), summary.lost());
  }

  /** perf may have been attached to a thread that was in munmap. */
  @Test
  void valueThatNo32BitProgramHasSetsTheGuessRight() {
    read(STARTED + "munmap()) = 0", HEAD + "mmap(len: 8192) = 0x7f44f3e4b000", HEAD + "brk() = 1");
    assertEquals(
        List.of("7 x86_64 execve 0", "7 x86_64 mmap 139934126354432", "7 x86_64 brk 1"), events);
  }

  @Test
  void summaryOfCallsThatAreInTheTraceCountsNothing() {
    String table =
        """

         Summary of events:

         ls (7), 4 events, 97.3%

           syscall            calls  errors  total       min       avg       max       stddev
                                             (msec)    (msec)    (msec)    (msec)        (%)
           --------------- --------  ------ -------- --------- --------- ---------     ------
           close                  2      1     0.488     0.012     0.014     0.025      2.76%
        \t\t\t\tEBADF: 1
           no_such_call           2      1     0.488     0.012     0.014     0.025      2.76%
           close

        """;
    assertEquals(2, read(new PerfTraceReader(event -> {}, Arch.X86_64), table).events());
    assertEquals(2, read(new PerfTraceReader(event -> {}, Arch.X86_64), table).lines().failed());
    TraceSummary both = read(reader, HEAD + "close(fd: 3) = 0\n" + table);
    assertEquals(1, both.events());
    assertEquals(3, both.lines().ignored().get("summary of the calls"));
  }

  /** Numbers are shown to people and never become evidence. */
  @Test
  void valuesAreOnlyGlimpsed() {
    List<Knowledge> known = new ArrayList<>();
    EvidenceBuilder builder = new EvidenceBuilder();
    TraceSink sink =
        event -> {
          known.add(event.knowledge(0));
          builder.event(event);
        };
    TraceSummary read = read(new PerfTraceReader(sink, Arch.X86_64), HEAD + "close(fd: 3) = 0\n");
    assertEquals(List.of(Knowledge.GLIMPSED), known);
    Evidence evidence =
        builder.build(
            new Run(
                "run", "", "", "", "", read.lines(), 1, read.lost(), false, false, read.lost()));
    SyscallKey key = new SyscallKey("", Arch.X86_64, 3);
    assertEquals(Set.of(key), evidence.syscalls().keySet());
    SyscallEvidence syscall = evidence.syscalls().values().iterator().next();
    ArgumentEvidence close = syscall.arguments().getFirst();
    assertFalse(close.complete());
    assertTrue(close.values().isEmpty());
  }

  @Test
  void threadsThatAreForgottenAreCounted() {
    StringBuilder text = new StringBuilder();
    int threads = Calls.THREADS + 10;
    for (int tid = 1; tid <= threads; tid++) {
      text.append("     0.242 (         ): ls/").append(tid).append(" pause() ...\n");
    }
    TraceSummary summary = read(reader, text.toString());
    assertEquals(threads, summary.neverReturned());
    assertAccount(threads, 0, 0, summary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "     0.056 close(3) = 0",
        "7 close(3) = 0",
        "1795294859.342 close(3) = 0",
        "7      0.399 close(3) = 0",
        "7 21:41:39.474231 close(3</a/5 b(c>) = 0",
        "% time     seconds  usecs/call     calls    errors syscall"
      })
  void linesOfStraceAreNotTakenForThoseOfPerf(String line) {
    byte[] sample = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    assertFalse(PerfTraceReader.recognises(new Sample(sample)));
  }
}
