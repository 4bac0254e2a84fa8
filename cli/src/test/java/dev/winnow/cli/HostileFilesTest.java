package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.TraceFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what a command needs, or that were made to do harm. */
class HostileFilesTest {
  private static final String TRACE =
      """
      7 execve("/bin/cat", ["cat"], 0x7ffc /* 3 vars */) = 0
      7 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3
      7 read(3, "x", 4096) = 1
      7 exit_group(0) = ?
      7 +++ exited with 0 +++
      """;
  private static final String POLICY =
      "arch x86_64\ndefault errno(EPERM)\nsys_read: 1\nsys_execve: 1\n";
  private static final String VERSION = "{\"format\":\"winnow-evidence\",\"version\":";
  private static final String LONG = "x".repeat(10 << 20);

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write("ok.strace", TRACE);
    write("ok.policy", POLICY);
    write("ok.bpf", instruction(0x06, 0x7fff0000));
    write("empty", "");
    write("junk", "\0\1\2\377\376");
    write("text", "hello\n");
    Files.createDirectory(folder.resolve("none"));
  }

  private void write(String name, String content) throws IOException {
    Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String instruction(int code, int k) {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(code).putInt(k);
    return new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }

  private InProcess run(String line) {
    InProcess ran = InProcess.line(folder, line);
    for (String text : List.of(ran.out(), ran.err())) {
      assertTrue(text.codePoints().allMatch(HostileFilesTest::harmless), text);
      assertFalse(text.contains("Exception") || text.contains("\tat "), text);
      assertFalse(text.contains("internal error"), text);
    }
    return ran;
  }

  /** Nothing that a terminal obeys. */
  private static boolean harmless(int c) {
    return c == '\n'
        || c == '\t'
        || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
  }

  private void refused(String line, String message) {
    InProcess ran = run(line);
    assertEquals(2, ran.exitCode(), line);
    assertEquals("", ran.out(), line);
    assertEquals("winnow: " + message + "\n", ran.err(), line);
    assertFalse(Files.exists(folder.resolve("o")), "nothing was written");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "ingest DIR/empty -o DIR/o | DIR/empty is not a trace: it is empty; was the recording cut off before it began?",
        "ingest DIR/junk -o DIR/o | DIR/junk is not a trace: it is a binary file of an unknown format; winnow reads FORMATS",
        "ingest DIR/text -o DIR/o | DIR/text is not a trace: no line of it looks like strace's output; expected lines such as \"read(3, ...) = 5\"",
        "ingest DIR/none -o DIR/o | DIR/none holds no trace: there is no file in it",
        "ingest /dev/null -o DIR/o | /dev/null is not a trace: it is empty; was the recording cut off before it began?",
        "learn DIR/nosuch -o DIR/o | cannot read DIR/nosuch: there is no such file",
        "merge DIR/ok.strace -o DIR/o | DIR/ok.strace: not winnow evidence: it looks like a trace; `winnow ingest` makes evidence of it, `winnow learn` a policy",
        "merge DIR/ok.policy -o DIR/o | DIR/ok.policy: not winnow evidence: it looks like a policy; `winnow compile` makes a program of it",
        "merge DIR/ok.bpf -o DIR/o | DIR/ok.bpf: not winnow evidence: it looks like a compiled program; `winnow import` makes a policy of it",
        "merge DIR/junk -o DIR/o | DIR/junk:1:2: not winnow evidence: it is not JSON. Expected the JSON file that `winnow record` or `winnow ingest` writes",
        "merge DIR/empty -o DIR/o | DIR/empty: not winnow evidence: the file is empty. Expected the JSON file that `winnow record` or `winnow ingest` writes",
        "merge DIR/none -o DIR/o | DIR/none: is a directory; name a file",
        "compile DIR/ok.strace -f bpf -o DIR/o | DIR/ok.strace: not a policy: it looks like a trace; `winnow ingest` makes evidence of it, `winnow learn` a policy",
        "compile DIR/ok.bpf -f bpf -o DIR/o | DIR/ok.bpf: not a policy: it looks like a compiled program; `winnow import` makes a policy of it",
        "disasm DIR/ok.policy | DIR/ok.policy: not a seccomp program: it looks like a policy; `winnow compile` makes a program of it",
        "verify DIR/ok.policy DIR/ok.strace | DIR/ok.strace: not a seccomp program: it looks like a trace; `winnow ingest` makes evidence of it, `winnow learn` a policy",
        "disasm DIR/empty | DIR/empty: not a seccomp program: byte 0 (instruction 0): nothing there; expected a raw struct sock_filter[]",
        "compile DIR/ok.policy -f bpf -o DIR/none | DIR/none: is a directory; name a file",
        "compile DIR/ok.policy -f bpf -o DIR/o --workload DIR/text | DIR/text:1: 1 columns instead of 8; expected weight<TAB>nr<TAB>arg0 to arg5",
        "report DIR/ok.strace -o DIR/text | DIR/text: is not a directory; name another with -o",
        "report DIR/ok.strace -o DIR/text/o | DIR/text: is not a directory; name another with -o",
        "report DIR/ok.strace -o - | -o -: an HTML report is a folder with the page and its pictures; name a folder with -o, or write one text with --format md, json or csv",
        "report DIR/nosuch -o DIR/o | cannot read DIR/nosuch: there is no such file",
        "profile -n 0 -o DIR/o -- ls | -n: 0 runs; at least 1 is needed",
        "profile -o DIR/o -- nosuchcommand | nosuchcommand: command not found in PATH; give its path or install it",
        "learn DIR/ok.policy -o DIR/o | DIR/ok.policy: not a recording but a policy; `winnow check` holds recordings against it, `winnow diff` compares it, `winnow compile` makes a program of it",
        "ingest DIR/ok.bpf -o DIR/o | DIR/ok.bpf: not a recording but a compiled program; `winnow import` makes a policy of it, `winnow diff` compares it",
        "diff DIR/ok.policy DIR/ok.strace | DIR/ok.strace: cannot be compared: it is a trace; `winnow ingest` makes evidence of it, which can",
        "diff DIR/empty DIR/ok.policy | DIR/empty: is empty\\ndiff compares policies, compiled programs (struct sock_filter[]) and winnow evidence",
        "learn DIR/ok.strace -o DIR/o --from perf2 | --from: 'perf2' is no format that winnow reads; it reads FORMATS",
        "learn DIR/ok.strace -o DIR/o --default allow | --default: a learned policy cannot default to allow",
      })
  void aFileOfAnotherKindIsNamedWithWhatToDo(String line, String message) {
    refused(line, message.replace("FORMATS", TraceFormat.labels()).replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "4} | evidence of version 4; this winnow reads versions 1 to 3. Read the traces again, or use a newer winnow",
        "\"1\"} | evidence of version \"1\"; this winnow reads versions 1 to 3. Read the traces again, or use a newer winnow",
        "1,\"runs\":{}} | damaged evidence: /runs: not an array",
        "1,\"runs\":[],\"phases\":[],\"syscalls\":[1]} | damaged evidence: /syscalls/0/arch: missing",
        "1,\"runs\":[{\"lines\":7,\"failures\":[],\"id\":\"a\"}]} | damaged evidence: /runs/0/label: missing",
        "1,\"runs\":[{\"id\":\"a\",\"failures\":[],\"label\":\"\",\"format\":\"\",\"command\":\"\",\"group\":\"\",\"lines\":{\"total\":-1}}]} | damaged evidence: /runs/0/lines/total: not a count: -1",
      })
  void damagedEvidenceIsRefusedWithThePlace(String rest, String message) throws IOException {
    write("e", VERSION + rest);
    refused("merge DIR/e -o DIR/o", "DIR/e: " + message);
    refused("learn DIR/e -o DIR/o", "DIR/e: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "1,\"version\":1} | :1:51: not winnow evidence: a field is there twice.",
        "1 | :1:40: not winnow evidence: the JSON ends early, as if the file were cut off.",
        "1} {} | :1:42: not winnow evidence: something follows the JSON object.",
        "1\0} | :1:41: not winnow evidence: it is not JSON.",
      })
  void brokenJsonIsRefusedWithThePlace(String rest, String message) throws IOException {
    write("e", VERSION + rest);
    InProcess ran = run("merge DIR/e -o DIR/o");
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().startsWith("winnow: DIR/e" + message), ran.err());
  }

  static Stream<String> evidenceWithoutEnd() {
    return Stream.of(
        VERSION + "1,\"a\":" + "[".repeat(1 << 20),
        VERSION + "1,\"" + LONG + "\":1}",
        VERSION + "1".repeat(1 << 20) + "}",
        VERSION + "1,\"runs\":\"" + LONG + "\"}",
        VERSION + "\"" + LONG + "\"}");
  }

  @ParameterizedTest
  @MethodSource
  void evidenceWithoutEnd(String text) throws IOException {
    write("e", text);
    InProcess ran = run("merge DIR/e -o DIR/o");
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().startsWith("winnow: DIR/e"), ran.err());
    assertTrue(ran.err().length() < 2000);
  }

  @Test
  void aLineOfTenMegabytes() throws IOException {
    write("t", "7 write(1, \"" + LONG + "\", 1) = 1\n");
    assertTrue(run("ingest DIR/t -o DIR/t.evidence").err().contains("1 lines = 1 parsed"));
    write("t", TRACE + LONG + "\n");
    InProcess counted = run("learn DIR/t -o DIR/t.policy");
    assertEquals(0, counted.exitCode());
    assertTrue(counted.err().contains("1 failed"), counted.err());
    assertTrue(counted.err().contains("note: incomplete recording: "), counted.err());
    assertTrue(counted.err().length() < 2000);
    write("p", POLICY + "sys_write: fd == " + LONG + "\n");
    InProcess policy = run("compile DIR/p -f bpf -o DIR/o");
    assertTrue(policy.err().startsWith("winnow: DIR/p:5:18: unknown constant \"xxx"), policy.err());
    assertTrue(policy.err().length() < 2000);
    InProcess event = InProcess.run(folder, "sim", folder + "/ok.bpf", "read(" + LONG + ")");
    assertEquals(2, event.exitCode());
    assertTrue(event.err().length() < 2000);
  }

  @ParameterizedTest
  @CsvSource({
    "odd, byte 8 (instruction 1): 7 bytes left over; instructions have 8",
    "many, byte 524280 (instruction 65535): more than 65535 instructions",
    "opcode, byte 0 (instruction 0): opcode 0xffff is not one that seccomp accepts; expected a raw"
        + " little-endian struct sock_filter[]",
  })
  void bytesThatAreNoProgram(String name, String message) throws IOException {
    String ret = instruction(0x06, 0);
    write("odd", ret + ret.substring(1));
    write("many", ret.repeat(70_000));
    write("opcode", instruction(0xffff, 0));
    String all = "DIR/" + name + ": not a seccomp program: " + message;
    refused("disasm DIR/" + name, all);
    refused("sim DIR/" + name + " read(1)", all);
    refused("verify DIR/ok.policy DIR/" + name, all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long   | 4097 instructions; the kernel takes 1 to 4096",
        "past   | instruction 0: jumps over 9 instructions; 1 follow",
        "endless| instruction 0: the last instruction must return",
      })
  void aProgramThatTheKernelWouldRefuseIsShownAndNotRun(String name, String reason)
      throws IOException {
    String ret = instruction(0x06, 0);
    write("long", ret.repeat(4097));
    write("past", instruction(0x05, 9) + ret);
    write("endless", instruction(0x20, 0));
    String all = "DIR/" + name + ": the kernel would refuse it: " + reason;
    InProcess listing = run("disasm DIR/" + name);
    assertEquals(0, listing.exitCode());
    assertEquals("note: " + all + "\n", listing.err());
    refused("sim DIR/" + name + " read(1)", all + ". `winnow disasm` shows the program");
    refused("verify DIR/ok.policy DIR/" + name, all + ". `winnow disasm` shows the program");
  }

  @Test
  void compressedFilesThatAreDamaged() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(TRACE.repeat(500).getBytes(StandardCharsets.UTF_8));
    }
    String whole = bytes.toString(StandardCharsets.ISO_8859_1);
    write("cut.gz", whole.substring(0, whole.length() - 20));
    InProcess cut = run("learn DIR/cut.gz -o DIR/p");
    assertEquals(0, cut.exitCode(), cut.err());
    assertTrue(cut.err().contains("the compressed file ends early"), cut.err());
    assertTrue(cut.err().contains("note: incomplete recording"), cut.err());
    write("head.gz", whole.substring(0, 12));
    refused(
        "ingest DIR/head.gz -o DIR/o",
        "DIR/head.gz is not a trace: the compressed file ends early; what comes before was read");
    refused("merge DIR/head.gz -o DIR/o", "DIR/head.gz: the compressed file ends early");
    write("bad.gz", whole.substring(0, 12) + "rubbish".repeat(9));
    assertTrue(run("merge DIR/bad.gz -o DIR/o").err().contains("the compressed file is damaged"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void sixteenBitText(String name) throws IOException {
    Charset charset = Charset.forName(name);
    byte[] bytes = ("\uFEFF" + TRACE).getBytes(charset);
    write("t", new String(bytes, StandardCharsets.ISO_8859_1));
    refused(
        "ingest DIR/t -o DIR/o",
        "DIR/t is not a trace: it is UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8");
    bytes = ("\uFEFF" + POLICY).getBytes(charset);
    write("p", new String(bytes, StandardCharsets.ISO_8859_1));
    InProcess policy = run("compile DIR/p -f bpf -o DIR/o");
    assertEquals(2, policy.exitCode());
    assertTrue(policy.err().contains("this seems to be UTF-16; convert it"), policy.err());
  }

  @Test
  void lineEndsAndMarksOfOtherSystemsChangeNothing() throws IOException {
    write("p", "\u00ef\u00bb\u00bf" + POLICY.replace("\n", "\r\n").stripTrailing());
    assertEquals(0, run("diff DIR/p DIR/ok.policy --fail-on any").exitCode());
    write("t", TRACE.replace("\n", "\r\n"));
    run("learn DIR/t -o DIR/crlf.policy");
    run("learn DIR/ok.strace -o DIR/lf.policy");
    assertEquals(
        Files.readString(folder.resolve("lf.policy")),
        Files.readString(folder.resolve("crlf.policy")));
  }

  @Test
  void directoriesMeanTheTracesInThem() throws IOException {
    Files.createDirectories(folder.resolve("d/a/b"));
    write("d/notes", "hello\n");
    write("d/\u001b[31m\n", "hello\n");
    String other = "no line of it looks like strace's output";
    InProcess nothing = run("ingest DIR/d -o DIR/o");
    assertEquals(2, nothing.exitCode());
    assertTrue(nothing.err().contains("DIR/d/\\u001b[31m\\u000a: " + other), nothing.err());
    write("d/a/b/t", TRACE);
    InProcess found = run("ingest DIR/d -o DIR/d.evidence");
    assertEquals(0, found.exitCode());
    assertTrue(found.err().contains("skipped DIR/d/notes: " + other), found.err());
    assertTrue(found.err().contains("DIR/d/a/b/t: 5 lines = 4 parsed"), found.err());
  }

  /** Names and contents with what a terminal or a page obeys, through every command. */
  @Test
  void nothingRawReachesTerminalOrPage() throws IOException {
    String evil = "\u001b[2J\u001b]0;x\u0007\n\u202e<script>alert(1)<";
    Path file = folder.resolve(evil);
    String text =
        "7 execve(\"/bin/<script>\u001b[31m\", [\"\u009b1m\"], 0x7ffc /* 3 vars */) = 0\n"
            + "7 openat(AT_FDCWD, \"\u001b[2J\u202e\", O_EVIL<script>) = 3\n"
            + "7 openat(AT_FDCWD, \"x\", O_\u001b[31m|O_NEW) = 3\n"
            + "7 \u001b[31mnosuch(1) = 0\nevil\u001b[31m <script>\n7 nosuch(1) = 0\n"
            + TRACE;
    Files.writeString(file, text);
    harmless(0, "ingest", file, "-o", folder.resolve("e"));
    harmless(0, "ingest", "--json", "-v", file, "-o", folder.resolve("e"));
    harmless(1, "ingest", "--strict", file, "-o", folder.resolve("e2"));
    harmless(2, "merge", file, "-o", folder.resolve("e2"));
    harmless(0, "learn", file, folder.resolve("e"), "-o", folder.resolve("p"));
    harmless(0, "learn", "--json", file, "-o", folder.resolve("p"));
    harmless(0, "check", folder.resolve("p"), file, folder.resolve("e"));
    harmless(1, "check", folder.resolve("ok.policy"), file, folder.resolve("e"));
    harmless(1, "check", "--json", folder.resolve("ok.policy"), file, folder.resolve("e"));
    harmless(0, "report", file, "-o", folder.resolve("r" + evil));
    harmless(0, "report", "--json", folder.resolve("e"), "-o", folder.resolve("r"));
    harmless(2, "compile", file, "-f", "bpf", "-o", folder.resolve("b"));
    harmless(2, "disasm", file);
    harmless(2, "diff", file, file);
    harmless(
        2, "compile", folder.resolve("ok.policy"), "-f", "bpf", "-o", file, "--workload", file);
    harmless(2, "explain", folder.resolve("ok.policy"), evil);
    harmless(2, "learn", file, "-o", "x", "--default", evil);
    harmless(2, "learn", folder.resolve("no" + evil), "-o", "x");
    harmless(2, evil);
    for (String report : List.of("r" + evil + "/report.html", "r/report.html")) {
      String page = Files.readString(folder.resolve(report));
      assertFalse(page.contains("<script>alert") || page.contains("bin/<script"), report);
      assertTrue(page.codePoints().allMatch(HostileFilesTest::harmless), report);
    }
    String policy = Files.readString(folder.resolve("p"));
    assertTrue(policy.codePoints().allMatch(HostileFilesTest::harmless), policy);
  }

  private void harmless(int exitCode, Object... words) {
    String[] args = Stream.of(words).map(Object::toString).toArray(String[]::new);
    InProcess ran = InProcess.run(folder, args);
    String all = String.join(" ", args) + "\n" + ran.out() + ran.err();
    assertEquals(exitCode, ran.exitCode(), all);
    assertTrue(ran.out().codePoints().allMatch(HostileFilesTest::harmless), all);
    assertTrue(ran.err().codePoints().allMatch(HostileFilesTest::harmless), all);
    assertFalse(ran.err().contains("internal error"), all);
    assertFalse(ran.err().contains("\n\u202e") || ran.err().contains("\n<script"), all);
  }

  @Test
  void whatIsLostIsSaidOnce() throws IOException {
    write("t", TRACE + "rubbish\n");
    String err = run("ingest --strict DIR/t -o DIR/o").err();
    assertEquals(err.indexOf("rubbish"), err.lastIndexOf("rubbish"), err);
    assertTrue(err.endsWith("DIR/t was not understood completely; nothing was written\n"), err);
    assertTrue(run("ingest --strict -q DIR/t -o DIR/o").err().contains("rubbish"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "openat(AT_FDCWD,\"/etc/passwd\",O_RDONLY) | write _ for this argument",
        "execve(_,[\"cat\"]) | write _ for this argument",
        "fstat(3,{st_mode=1}) | write _ for this argument",
        "nr(600) | write nr(600)(1, _)",
        "ptrace | write ptrace(1, _)",
        "close(3)=0 | leave the result out",
        "close(0xz3) | \"0xz3\" is not a hexadecimal number",
        "close(3,4) | registers beyond are written arg1=VALUE",
        "opnat(3) | did you mean sys_openat?",
        "close(fd=3,fd=3) | give each argument once",
      })
  void anEventThatIsPastedFromATraceIsRefusedWithWhatToWrite(String event, String remedy) {
    for (String command : List.of("explain DIR/ok.policy ", "sim DIR/ok.bpf ")) {
      InProcess ran = run(command + event);
      assertEquals(2, ran.exitCode());
      assertTrue(ran.err().startsWith("winnow: event:1:"), ran.err());
      assertTrue(ran.err().contains(remedy), ran.err());
    }
  }

  @Test
  void anActionThatIsNoneIsAnsweredWithAll() {
    String err = run("learn DIR/ok.strace -o DIR/o --default nosuch").err();
    assertTrue(err.contains("\"nosuch\" is not an action; actions are allow, log, errno("), err);
  }
}
