package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes where: standard output, JSON, pipes that close, and errors of usage. */
class StreamsTest {
  @TempDir private Path folder;

  @BeforeEach
  void sample() throws IOException {
    Files.writeString(
        folder.resolve("a.strace"),
        "7 openat(AT_FDCWD, \"/etc/hosts\", O_RDONLY) = -1 ENOENT (No such file)\n".repeat(20_000));
    Files.writeString(
        folder.resolve("a.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 0\n");
    assertEquals(0, winnow("compile", "a.policy", "-f", "bpf", "-o", "a.bpf").exitCode());
  }

  private Finished winnow(String... arguments) {
    return Programs.winnow(folder, arguments);
  }

  private Finished sh(String before, String after, String... arguments) {
    String command =
        String.join(
            " ", Programs.winnowCommand(arguments).stream().map(word -> "'" + word + "'").toList());
    return Programs.run(folder, Map.of(), List.of("sh", "-c", before + command + after));
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoFault() {
    String enough = "; echo $? >code; } | head -n 1 >/dev/null; cat code";
    Finished listed = sh("{ ", enough, "events", "a.strace");
    assertEquals("0\n", listed.out(), listed.all());
    assertEquals("", listed.err());
    Finished checked = sh("{ ", enough, "check", "a.policy", "a.strace");
    assertEquals("1\n", checked.out(), "the finding is still told");
    assertEquals("", checked.err());
  }

  @Test
  void aTraceIsNotReadOnForAReaderThatHasSeenEnough() {
    Finished listed =
        sh("{ yes '7 close(3) = 0' | ", "; echo $? >code; } | head -n 1; cat code", "events", "-");
    assertEquals("7\tx86_64\t3\tclose\t0x3\t-\t-\t-\t-\t-\t0\n0\n", listed.out(), listed.all());
  }

  @Test
  void aFullDiskBehindStandardOutputIsAFault() {
    for (String[] arguments :
        List.of(
            new String[] {"events", "a.strace"},
            new String[] {"disasm", "a.bpf"},
            new String[] {"learn", "a.strace", "-o", "-"})) {
      Finished finished = sh("", " >/dev/full", arguments);
      assertEquals(2, finished.exitCode(), finished.all());
      assertTrue(
          finished.err().contains("standard output: No space left on device"), finished.all());
    }
  }

  @Test
  void jsonIsOneObject() throws IOException {
    JsonNode events = object("events", "--json", "a.strace").get("events");
    assertEquals(20_000, events.size());
    assertEquals(
        "{\"input\":\"a.strace\",\"pid\":7,\"arch\":\"x86_64\",\"nr\":257,\"name\":\"openat\","
            + "\"args\":[\"0xffffff9c\",\"*\",\"0x0\",\"*\"],\"result\":-2}",
        events.get(0).toString());
    JsonNode sim = object("sim", "--json", "a.bpf", "read(0)", "read(1)");
    assertEquals("allow", sim.get("events").get(0).get("action").asText());
    assertEquals(2, sim.get("events").size());
  }

  @Test
  void aRecordedProgramWritesBesideTheResult() throws IOException {
    Finished profiled = winnow("profile", "-q", "--json", "-o", "out", "--", "echo", "hello");
    assertEquals("echo", new ObjectMapper().readTree(profiled.out()).get("title").asText());
    assertEquals("hello\n", profiled.err());
    Finished recorded = winnow("record", "-q", "-o", "-", "--", "echo", "hello");
    assertEquals(3, new ObjectMapper().readTree(recorded.out()).get("version").asInt());
    assertEquals("hello\n", recorded.err());
    Finished again = winnow("profile", "-o", "out", "--template", "exact", "--", "echo", "hello");
    assertTrue(again.err().contains("note: replaced out/echo.policy, which permitted more: "));
    assertTrue(again.out().startsWith("hello\n"), again.all());
  }

  @Test
  void jsonOfWhatIsNoTraceIsNothing() throws IOException {
    Finished none = winnow("events", "--json", "none", "a.policy");
    assertEquals(2, none.exitCode(), none.all());
    assertEquals("", none.out());
    Files.writeString(folder.resolve("exit.strace"), "7 +++ exited with 0 +++\n");
    assertEquals(0, object("events", "--json", "exit.strace").get("events").size());
  }

  private JsonNode object(String... arguments) throws IOException {
    Finished finished = winnow(arguments);
    JsonNode node = new ObjectMapper().readTree(finished.out());
    assertTrue(node.isObject(), finished.all());
    return node;
  }

  @Test
  void twoResultsOnStandardOutputAreRefused() {
    Finished finished = winnow("learn", "a.strace", "-o", "-", "--json");
    assertEquals(2, finished.exitCode());
    assertTrue(finished.err().contains("leave --json out"), finished.all());
    assertEquals("", finished.out());
  }

  @Test
  void missingCommandAndMissingDashesAreExplained() {
    Finished none = winnow("profile", "-o", "out");
    assertEquals(2, none.exitCode(), none.all());
    assertTrue(none.err().contains("no command was given; put it after --"), none.all());
    Finished option = winnow("record", "ls", "-l");
    assertEquals(2, option.exitCode(), option.all());
    assertTrue(option.err().contains("Put -- before the command: winnow record -- "), option.all());
  }

  @Test
  void ruleThatDecidesNothingIsNoted() throws IOException {
    Files.writeString(
        folder.resolve("b.policy"),
        "arch x86_64\ndefault errno(EPERM)\nsys_read: fd <= 2\nsys_read: fd == 1 -> errno(EACCES)\n");
    Finished finished = winnow("compile", "b.policy", "-f", "bpf", "-o", "b.bpf");
    assertEquals(0, finished.exitCode());
    assertTrue(
        finished.err().contains("note: sys_read: fd == 1 -> errno(EACCES) decides nothing"),
        finished.all());
  }

  @Test
  void completionLoadsInBashAndKnowsCommandsAndOptions() throws IOException {
    for (String shell : List.of("bash", "zsh")) {
      Finished script = winnow("completion", shell);
      assertEquals(0, script.exitCode(), script.all());
      Files.writeString(folder.resolve("completion." + shell), script.out());
    }
    String ask =
        ". ./completion.bash; COMP_WORDS=(winnow %s); COMP_CWORD=%d; COMP_LINE=\"winnow %s\";"
            + " $(complete -p winnow | sed 's/.*-F \\([^ ]*\\).*/\\1/'); echo ${COMPREPLY[@]}";
    Finished commands =
        Programs.run(folder, Map.of(), List.of("bash", "-c", ask.formatted("pro", 1, "pro")));
    assertEquals("profile", commands.out().strip(), commands.all());
    Finished options =
        Programs.run(
            folder, Map.of(), List.of("bash", "-c", ask.formatted("learn --te", 2, "learn --te")));
    assertEquals("--template", options.out().strip(), options.all());
  }
}
