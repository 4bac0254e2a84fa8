package dev.winnow.recorder.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.reader.Sample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerfScriptTest {
  private static final String ENTER = "raw_syscalls:sys_enter: NR ";
  private static final String EXIT = "raw_syscalls:sys_exit: NR ";

  /** What -F selects, and commands that look like what follows them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh 7 [001]  1.5: ",
        "sh 7 [001]  1.966815581: ",
        "sh     7/7     [000] 1.5: ",
        "sh 7/7 1.5: ",
        "sh 7 1.5: ",
        "sh 7 ",
        "7 [001] ",
        "7/7 ",
        "sh 7 [001] 1.5:          1 ",
        "sh 7 [001] K     1.5: ",
        "we)ird, <n> 9 [000] 1.2: 7 [001] 1.5: ",
        "raw_syscalls:sys_enter: NR 5 7 [001] 1.5: ",
        "  sys 3/4 [1] 7 [001] 1.5: ",
        "sh 7 [001] 1.5: \t"
      })
  void headsAreReadFromTheRight(String head) {
    if (head.endsWith("\t")) {
      head = head.strip() + " ";
    }
    PerfReading one =
        PerfReading.script(
            head + ENTER + "3 (9, 7ffd00000000, 0, 37f, 0, 0)\n" + head + " " + EXIT + "3 = -9\n");
    assertEquals(List.of("7 x86_64 3 close 0x9 - - - - - -9"), one.events);
    assertEquals("2 = 1 parsed + 1 joined + 0 ignored + 0 failed", one.account());
  }

  @Test
  void eventsWithoutTheirNameAreKnownByTheirNumber() {
    PerfReading one =
        PerfReading.script("sh 7 1.5: NR 3 (9, 7ffd00000000, 0, 0, 0, 0)\nsh 7 1.6: NR 3 = 0\n");
    assertEquals(List.of("7 x86_64 3 close 0x9 - - - - - 0"), one.events);
    assertEquals(0, PerfReading.script("sh-7 [0] ..... 1.5: sys_enter: NR 3 (9)\n").events.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NR x (0, 0, 0, 0, 0, 0)|expected a number behind NR",
        "NR 3 (0, 0, 0, 0, 0)|expected six registers in hexadecimal",
        "NR 3 (0, 0, 0, 0, 0, 11112222333344445)|expected six registers in hexadecimal",
        "NR 3 -> 5|expected a result behind =",
        "NR 3|expected a number behind NR"
      })
  void damageIsNamed(String event, String problem) {
    PerfReading one = PerfReading.script("sh 7 [001] 1.5: raw_syscalls:sys_enter: " + event + "\n");
    assertEquals(List.of(), one.events);
    String failure = one.reader.summary().lines().failures().getFirst();
    assertTrue(failure.startsWith("line 1: " + problem + ": "), failure);
  }

  /** One letter is a thread; {@code >} enters, {@code <} returns. */
  private static String lines(String... steps) {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      int blank = step.indexOf(' ');
      String tid = step.substring(1, blank);
      String event = step.substring(blank + 1);
      text.append("sh ").append(tid).append(" [000] 1.5: ");
      text.append(step.charAt(0) == '>' ? ENTER + event : EXIT + event.replace(" ", " = "));
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void theLaunchHasNoEntry() {
    PerfReading run = PerfReading.script(lines("<7 59 0", ">7 39 (0, 0, 0, 0, 0, 0)", "<7 39 7"));
    assertEquals(
        List.of("7 x86_64 59 execve * * * - - - 0", "7 x86_64 39 getpid - - - - - - 7"),
        run.events);
    assertEquals(0, run.reader.summary().withoutBeginning());
    assertEquals(List.of(), run.reader.warnings());
    PerfReading entries = PerfReading.script(lines(">7 39 (0, 0, 0, 0, 0, ffff00000000)"));
    assertEquals(List.of(Advice.NO_LAUNCH, Advice.NO_EXITS), entries.reader.warnings());
  }

  @Test
  void execveReturnsWithTheNumberOfTheNewAbi() {
    String call = "(ffffd000, ffffd004, ffffd008, 0, 0, 0)";
    PerfReading run =
        PerfReading.script(
            lines(
                "<7 59 0",
                ">7 59 " + call,
                "<7 11 0",
                ">7 4 (1, ffffd000, 5, 0, 0, 0)",
                "<7 4 5",
                ">7 11 " + call,
                "<7 59 0",
                ">7 11 (7000, 1000, 0, 0, 0, 0)",
                "<7 11 0"));
    assertEquals(
        List.of(
            "7 x86_64 59 execve * * * - - - 0",
            "7 x86_64 59 execve * * * - - - 0",
            "7 i386 4 write 0x1 * 0x5 - - - 5",
            "7 i386 11 execve * * * - - - 0",
            "7 x86_64 11 munmap * 0x1000 - - - - 0"),
        run.events);
  }

  /** 11 is munmap of x86_64 and execve of i386; what follows tells which it was. */
  @Test
  void aReturnFromElevenWaitsForWhatFollows() {
    PerfReading narrow = PerfReading.script(lines("<7 11 0", ">7 45 (0, c, f7f4, 0, 0, 0)"));
    assertEquals("7 x86_64 59 execve * * * - - - 0", narrow.events.getFirst());
    assertEquals("7 i386 45 brk * - - - - - !", narrow.events.getLast());
    PerfReading wide = PerfReading.script(lines("<7 11 0", ">7 12 (0, 7fff00000000, 0, 0, 0, 0)"));
    assertEquals("7 x86_64 11 munmap * * - - - - 0", wide.events.getFirst());
    assertEquals(
        "1 = 1 parsed + 0 joined + 0 ignored + 0 failed",
        PerfReading.script(lines("<7 11 0")).account());
  }

  @Test
  void whatNothingTellsIsAmbiguous() {
    PerfReading run = PerfReading.script(lines(">7 4 (1, 2, 3, 4, 5, 6)", "<7 4 0"));
    assertEquals(1, run.reader.summary().lost().get("events of an ambiguous ABI"));
    PerfReading only386 = PerfReading.script(lines(">7 384 (3001, 2, 3, 4, 5, 6)", "<7 384 0"));
    assertEquals("7 i386 384 arch_prctl 0x3001 0x2 - - - - 0", only386.events.getFirst());
    assertEquals(0, only386.reader.summary().lost().size());
  }

  @Test
  void theRegistersAbiIsBelievedFirst() {
    PerfReading run = PerfReading.script(PerfReading.sample("hello32-uregs.perf-script"));
    assertEquals("59", run.events.getFirst().split(" ", -1)[2]);
    for (String event : run.events.subList(1, run.events.size())) {
      assertTrue(event.contains(" i386 "), event);
    }
    assertEquals(0, run.reader.summary().lines().failed());
  }

  @Test
  void aChildsReturnIsNoCall() {
    PerfReading run =
        PerfReading.script(
            lines(
                "<7 59 0",
                ">7 56 (1200011, 0, 0, 7f0000000000, 0, 0)",
                "<8 56 0",
                ">8 39 (0, 0, 0, 0, 0, 0)",
                "<8 39 8",
                "<7 56 8",
                ">8 231 (3, 0, 0, 0, 0, 0)"));
    assertEquals(
        List.of(
            "7 x86_64 59 execve * * * - - - 0",
            "8 x86_64 39 getpid - - - - - - 8",
            "7 x86_64 56 clone 0x1200011 * * * * - 8",
            "8 x86_64 231 exit_group 0x3 - - - - - !"),
        run.events);
    assertEquals(List.of("entered 7 56 1200011", "exited 8"), run.notes);
    assertEquals(0, run.reader.summary().lost().size());
  }

  @Test
  void execveOfAThreadGoesOnUnderTheLeadersNumber() {
    PerfReading run =
        PerfReading.script(
            lines(
                "<7 59 0",
                ">7 202 (7f0000000000, 0, 0, 0, 0, 0)",
                ">8 59 (7f0000000000, 0, 0, 0, 0, 0)",
                "<7 59 0"));
    assertEquals(
        List.of(
            "7 x86_64 59 execve * * * - - - 0",
            "7 x86_64 202 futex * 0x0 0x0 * * 0x0 !",
            "7 x86_64 59 execve * * * - - - 0"),
        run.events);
    assertEquals(List.of("superseded 7 by 8"), run.notes);
  }

  @Test
  void returnsFromHandlersHaveNoNumber() {
    PerfReading run =
        PerfReading.script(lines("<7 59 0", ">7 15 (0, 0, 0, 0, 0, 0)", "<7 -1 -4", "<7 -1 0"));
    assertEquals("7 x86_64 15 rt_sigreturn - - - - - - -4", run.events.getLast());
    assertEquals("4 = 2 parsed + 1 joined + 1 ignored + 0 failed", run.account());
  }

  @Test
  void restartedCallsHaveNoResult() {
    PerfReading run =
        PerfReading.script(lines("<7 59 0", ">7 34 (0, 0, 0, 0, 0, 0)", "<7 34 -514"));
    assertEquals("7 x86_64 34 pause - - - - - - ?", run.events.getLast());
  }

  @Test
  void lostEntriesAndReturnsLeaveCallsIncomplete() {
    PerfReading run =
        PerfReading.script(
            lines(
                "<7 59 0",
                ">7 39 (0, 0, 0, 0, 0, 0)",
                ">7 3 (1, 0, 0, 0, 0, 0)",
                "<7 1 5",
                ">7 39 (0, 0, 0, 0, 0, 0)"));
    assertEquals(
        List.of(
            "7 x86_64 59 execve * * * - - - 0",
            "7 x86_64 39 getpid - - - - - - ?",
            "7 x86_64 3 close 0x1 - - - - - ?",
            "7 x86_64 1 write * * * - - - 5",
            "7 x86_64 39 getpid - - - - - - !"),
        run.events);
    assertEquals(1, run.reader.summary().withoutBeginning());
    assertEquals(1, run.reader.summary().neverReturned());
  }

  @Test
  void namedEventsGoByTheKernelsFunction() {
    String head = "w 28891 [001]  1903.561785:   ";
    PerfReading run =
        PerfReading.script(
            head
                + "syscalls:sys_enter_openat: dfd: 0xffffff9c, filename: 0x55cbd6b7c091 \"a, b\","
                + " flags: 0x00000042, mode: 0x00000180\n"
                + head
                + "syscalls:sys_exit_openat: 0x3\n"
                + head
                + "syscalls:sys_enter_newfstat: fd: 0x00000003, statbuf: 0x7ffde1\n"
                + head
                + "syscalls:sys_exit_newfstat: 0xffffffffffffffea\n"
                + head
                + "syscalls:sys_enter_getpid: \n"
                + head
                + "syscalls:sys_enter_nothing: \n");
    assertEquals(
        List.of(
            "28891 x86_64 257 openat 0xffffff9c * 0x42 0x180 - - 3",
            "28891 x86_64 5 fstat 0x3 * - - - - -22",
            "28891 x86_64 39 getpid - - - - - - !"),
        run.events);
    assertTrue(run.reader.warnings().contains(Advice.COMPAT));
    assertEquals(1, run.reader.summary().lines().failed());
  }

  @Test
  void lossesAndOtherLinesAreCounted() {
    PerfReading run =
        PerfReading.script(
            """
            # cmdline : perf record
            [ perf record: Woken up 1 times to write data ]
            sh 7 [0] 1.5: PERF_RECORD_LOST lost 12

            \tffffffff81415b70 syscall+0x1 (x)
            Processed 2000268 events and lost 5 chunks!
            hello
            """);
    assertEquals(17, run.reader.summary().lost().get("lost samples"));
    assertEquals("7 = 0 parsed + 0 joined + 6 ignored + 1 failed", run.account());
  }

  @Test
  void recognisedByAnyEvent() {
    assertTrue(recognised("junk\nsh 7 [001] 1.5: " + ENTER + "3 (9, 0, 0, 0, 0, 0)\n"));
    assertTrue(recognised(PerfReading.sample("hello.perf-script")));
    assertTrue(!recognised("read(3, \"raw_syscalls:sys_enter: NR 3\", 5) = 5\n"));
    assertTrue(!recognised("true-21263 [001] ..... 2018.1: sys_enter: NR 3 (9, 0, 0, 0, 0, 0)\n"));
  }

  private static boolean recognised(String text) {
    return PerfScriptReader.recognises(new Sample(text.getBytes(StandardCharsets.UTF_8)));
  }
}
