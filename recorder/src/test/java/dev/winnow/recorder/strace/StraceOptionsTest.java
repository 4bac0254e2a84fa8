package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.Tools;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceFiles;
import dev.winnow.recorder.TraceInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strace is asked to print must not change what is read: one program, many options. */
class StraceOptionsTest {
  @TempDir static Path directory;
  private static Path calls = Path.of("");
  private static List<List<String>> plain = List.of();

  @BeforeAll
  static void recordWithoutOptions() {
    calls = Tools.compile("calls", directory);
    plain = understood(Tools.strace(directory, List.of("-f"), calls));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-f -X abbrev",
        "-f -X verbose",
        "-f -X raw",
        "-f -X raw -s 0 -n",
        "-f -e raw=all",
        "-f -e raw=all -n",
        "-f -n",
        "-f -y",
        "-f -yy",
        "-f -t",
        "-f -tt",
        "-f -ttt",
        "-f -r",
        "-f -t -r",
        "-f --timestamps=unix,ns",
        "-f --relative-timestamps=s",
        "-f -T",
        "-f -i",
        "-f -v -s 4096",
        "-f -x",
        "-f -xx",
        "-f -a 0",
        "-f -a 120",
        "-f --decode-pids=comm",
        "-f --quiet=attach",
        "-f -e signal=none",
        "-f -C",
        "-f -e read=all -e write=all",
        "-f -tt -T -i -n -yy -X verbose --decode-pids=comm",
        "-f -ttt -r -T -n -y -X raw -v",
        "-f -k",
        "-f -D",
        "-f -qqq",
        "-f --tips=full,0",
        "-f --seccomp-bpf",
        "-f --decode-pids=pidns",
        "-f --decode-pids=comm,pidns -yy -tt",
        "-f -C -S name",
        "-f -C -U name,calls,time-percent -S calls -w",
        "-f -y --strings-in-hex=all",
        "-f -e abbrev=none",
        "-f -e verbose=none"
      })
  void optionDoesNotChangeEvents(String options) {
    byte[] log = Tools.strace(directory, List.of(options.split(" ")), calls);
    assertAgree(plain, understood(log), options);
  }

  /** Options that leave calls out: what is left is what it was, and nothing is unexplained. */
  @ParameterizedTest
  @CsvSource({
    "-f -z, 80",
    "-f -Z, 12",
    "-f -Z -n -T, 12",
    "-f -X verbose -z -yy, 80",
    "-f -e status=successful, 80",
    "'-f -e status=failed,unfinished', 12",
    "'-f -e status=!unavailable', 90",
    "'-f -e status=unfinished,unavailable,detached', 0",
    "-f -P /dev/null, 5",
    "-f -e trace=%file, 12",
    "-f --seccomp-bpf -e trace=openat, 2",
    "-f -b execve, 50"
  })
  void optionThatLeavesCallsOutChangesNoOther(String options, int fewest) {
    byte[] log = Tools.strace(directory, List.of(options.split(" ")), calls);
    Reading reading = read(log);
    List<String> left = new ArrayList<>();
    plain.forEach(left::addAll);
    for (List<String> thread : byThread(reading.events)) {
      for (String call : thread) {
        assertTrue(left.removeIf(once(other -> agree(other, call))), options + ": " + call);
      }
    }
    assertTrue(reading.events.size() >= fewest, options + ": " + reading.accountText());
  }

  /** A program with threads that make the same calls at once, however its log is written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-f -k -e trace=clone3,openat,execve",
        "-f --decode-pids=comm,pidns -yy -T",
        "-f -A -C -S name",
        "-f -z",
        "-f -e status=!unavailable -n",
        "-f -e status=failed,unfinished",
        "-f --seccomp-bpf -e trace=openat,execve,clone3"
      })
  void everyLineOfThreadsIsExplained(String options) {
    Path threads = Tools.compile("threads", directory);
    Reading reading = read(Tools.strace(directory, List.of(options.split(" ")), threads));
    assertTrue(reading.account().lines() > 0, options);
    assertEquals(Map.of(), reading.summary().lost(), options);
  }

  /** Holds once, for the first that {@code test} accepts. */
  private static Predicate<String> once(Predicate<String> test) {
    boolean[] done = new boolean[1];
    return text -> !done[0] && (done[0] = test.test(text));
  }

  @Test
  void logOnStandardErrorHasTheSameEvents() {
    Reading reading = read(Tools.straceToError(directory, List.of("-f", "-X", "verbose"), calls));
    // The main thread is 0 until a line with its pid comes, if one does.
    String main =
        reading.notes.stream()
            .filter(note -> note.endsWith(" by 0"))
            .map(note -> note.split(" ", -1)[1])
            .findFirst()
            .orElse("0");
    List<String> events =
        reading.events.stream()
            .map(event -> event.startsWith("0 ") ? main + event.substring(1) : event)
            .toList();
    assertAgree(plain, byThread(events), "to standard error");
  }

  @Test
  void piecesOfFfAreOneRunWithTheSameEvents() throws TraceException {
    Tools.run(
        directory,
        Tools.require("strace"),
        "-ff",
        "-o",
        directory.resolve("piece") + "",
        calls + "");
    List<String> pieces = new ArrayList<>();
    for (TraceInput run : TraceFiles.find(List.of(directory.toString())).inputs()) {
      if (run.label().endsWith("piece")) {
        run.pieces().forEach(piece -> pieces.add(piece.path().toString()));
      }
    }
    List<TraceInput> runs = TraceFiles.find(pieces).inputs();
    assertEquals(1, runs.size(), "runs of " + pieces);
    Reading reading = new Reading();
    RecordedRun run = new Ingestion().read(runs.getFirst(), reading);
    assertEquals(0, run.summary().lines().failed(), () -> run.summary().toString());
    assertAgree(plain, byThread(reading.events), "-ff");
  }

  @Test
  void threadsAreJoined() throws Exception {
    Path threads = Tools.compile("threads", directory);
    Reading reading = read(Tools.strace(directory, List.of("-f"), threads));
    String work = "x86_64 257 openat 0xffffff9c * 0x80000 * - -,x86_64 0 read 0x3 * 0x7 - - -";
    assertTrue(reading.account().joined() > 0, "no call was split; is there only one processor?");
    List<List<String>> byThread = byThread(reading.events);
    long workers =
        byThread.stream()
            .filter(calls -> calls.stream().filter(call -> call.contains(" read ")).count() >= 200)
            .peek(calls -> {
              long opened = calls.stream().filter(call -> call.contains(" openat ")).count();
              long moved = calls.stream().filter(call -> call.contains(" lseek ")).count();
              assertEquals(200, opened, work);
              assertEquals(200, moved);
            })
            .count();
    assertEquals(4, workers);
    assertTrue(reading.images.contains("/bin/true"), reading.images.toString());
    assertTrue(
        reading.notes.stream().anyMatch(note -> note.startsWith("superseded ")),
        "execve in a thread takes over the leader's number");
    Files.deleteIfExists(directory.resolve("log"));
  }

  private static List<List<String>> understood(byte[] log) {
    return byThread(read(log).events);
  }

  private static Reading read(byte[] log) {
    Reading reading = Reading.of(log);
    assertEquals(0, reading.account().failed(), reading::accountText);
    assertEquals(Map.of(), reading.summary().unknownConstants());
    assertEquals(Map.of(), reading.summary().undecoded());
    return reading;
  }

  /** The calls of each thread without tid and result, in the order in which threads appear. */
  private static List<List<String>> byThread(List<String> events) {
    Map<String, List<String>> threads = new LinkedHashMap<>();
    for (String event : events) {
      int tid = event.indexOf(' ');
      threads
          .computeIfAbsent(event.substring(0, tid), key -> new ArrayList<>())
          .add(event.substring(tid + 1, event.lastIndexOf(' ')));
    }
    return List.copyOf(threads.values());
  }

  /** The same calls; an argument that one log shows may be hidden in the other. */
  private static void assertAgree(
      List<List<String>> expected, List<List<String>> actual, String options) {
    assertEquals(expected.size(), actual.size(), options + ": threads");
    for (int thread = 0; thread < expected.size(); thread++) {
      List<String> calls = expected.get(thread);
      assertEquals(calls.size(), actual.get(thread).size(), options + ": calls of " + thread);
      for (int i = 0; i < calls.size(); i++) {
        assertAgree(calls.get(i), actual.get(thread).get(i), options);
      }
    }
  }

  /** On the stack or in a library: differs in each run. */
  private static boolean isAddress(String value) {
    return value.startsWith("0x7") && value.length() == "0x7fffffffffff".length();
  }

  private static void assertAgree(String expected, String actual, String options) {
    assertTrue(agree(expected, actual), () -> options + ": " + expected + " became " + actual);
  }

  private static boolean agree(String expected, String actual) {
    String[] one = expected.split(" ", -1);
    String[] other = actual.split(" ", -1);
    for (int i = 0; i < one.length; i++) {
      boolean hidden = one[i].equals("*") || other[i].equals("*");
      boolean addresses = isAddress(one[i]) && isAddress(other[i]);
      if (!hidden && !addresses && !one[i].equals(other[i])) {
        return false;
      }
    }
    return true;
  }
}
