package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** i386 and x32 beside x86_64: recorded for what they are, and held to one program for both. */
class AbiTest {
  /** Sockets go through socketcall; with an argument it does what was not recorded. */
  private static final String WORK =
      """
      #include <stdio.h>
      #include <string.h>
      #include <sys/ipc.h>
      #include <sys/sem.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <sys/wait.h>
      #include <unistd.h>
      int main(int count, char **words) {
        int pair[2], status;
        const char *more = count > 1 ? words[1] : "";
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) { perror("socketpair"); return 1; }
        if (fork() == 0) { send(pair[1], "x", 1, 0); _exit(0); }
        wait(&status);
        int set = semget(IPC_PRIVATE, 1, 0600);
        semctl(set, 0, IPC_RMID);
        mkdir("made", 0755);
        rmdir("made");
        if (!strcmp(more, "socket") && socket(AF_UNIX, SOCK_STREAM, 0) < 0) { perror(more); return 1; }
        if (!strcmp(more, "mode") && mkdir("made", 01755)) { perror(more); return 1; }
        if (!strcmp(more, "high") && mkdir("made", 0xffff0000 | 0755)) { perror(more); return 1; }
        rmdir("made");
        if (*more == '/') { execl(more, more, (char *)0); perror(more); return 1; }
        printf("%d bits\\n", (int)sizeof(long) * 8);
        return 0;
      }
      """;

  private static final String INT80 =
      """
      #include <stdio.h>
      static int compat(int number) {
        int result;
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory", "r8", "r9", "r10", "r11");
        return result;
      }
      int main(int count, char **words) {
        printf("%s\\n", compat(20) > 0 ? "pid" : "none");
        if (count > 1) printf("%d\\n", compat(132));
        return 0;
      }
      """;

  @TempDir private static Path folder = Path.of("");
  private static Path bits32 = Path.of("");
  private static Path still32 = Path.of("");
  private static Path bits64 = Path.of("");
  private static Path int80 = Path.of("");

  @BeforeAll
  static void compile() {
    bits32 = Programs.compile(folder, "bits32", WORK, "-m32");
    still32 = Programs.compile(folder, "still32", WORK, "-m32", "-static");
    bits64 = Programs.compile(folder, "bits64", WORK);
    int80 = Programs.compile(folder, "int80", INT80);
  }

  private static Path made(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  @Test
  void aProgramOf32BitsIsHeldToAnI386Section() throws IOException {
    Path at = made("32");
    for (Path program : List.of(bits32, still32)) {
      Profiled work = Profiled.of(at, 1, program.toString());
      assertEquals("32 bits\n", work.worksTheSame(program.toString()).out());
      assertTrue(work.policy().contains("\narch i386\n"), work::policy);
      assertTrue(
          work.policy().contains("sys_socketcall: call in {SYS_SOCKETPAIR, SYS_SEND}\n"),
          work::policy);
      assertTrue(work.policy().contains("sys_ipc: call:16 in {SEMGET, SEMCTL}\n"), work::policy);
      assertTrue(work.policy().contains("sys_mkdir: (mode:16 & 07000) == 0\n"), work::policy);
      work.denies("socket: Operation not permitted", program.toString(), "socket");
      work.denies("mode: Operation not permitted", program.toString(), "mode");
      // The kernel cuts an umode_t to 16 bits, strace prints these, and nothing else is compared.
      assertEquals(0, work.run(program.toString(), "high").exitCode());
      Finished native64 = work.run(bits64.toString());
      assertFalse(native64.out().contains("64 bits"), native64::all);
    }
  }

  @Test
  void int80InA64BitProcessIsAnI386Call() throws IOException {
    Profiled work = Profiled.of(made("80"), 1, int80.toString());
    String i386 = work.policy().substring(work.policy().indexOf("arch i386"));
    assertTrue(i386.contains("\nsys_getpid: 1\n"), work::policy);
    assertFalse(i386.contains("sys_openat"), work::policy);
    assertEquals("pid\n", work.worksTheSame(int80.toString()).out());
    assertEquals("pid\n-1\n", work.run(int80.toString(), "getpgid").out(), "-EPERM");
  }

  @Test
  void programsOfBothAbisExecEachOther() throws IOException {
    Path at = made("exec");
    for (List<Path> pair : List.of(List.of(bits32, bits64), List.of(bits64, bits32))) {
      String[] command = {pair.get(0).toString(), pair.get(1).toString()};
      Profiled work = Profiled.of(at, 1, command);
      work.worksTheSame(command);
      work.worksTheSame(pair.get(1).toString());
      // The first was seen to write nothing, so that it cannot even complain.
      work.denies("", command[0], "socket");
      work.denies("socket: Operation not permitted", command[1], "socket");
    }
  }

  @Test
  void oneProgramHoldsBothSections() throws IOException {
    String both = bits32 + " && " + bits64 + " && " + still32;
    Profiled work = Profiled.of(made("both"), 1, "sh", "-c", both);
    assertEquals("32 bits\n64 bits\n32 bits\n", work.worksTheSame("sh", "-c", both).out());
    Finished verify = Programs.winnow(work.folder(), "verify", "out/sh.policy", "out/sh.bpf");
    assertEquals(0, verify.exitCode(), verify::all);
    Finished denied = work.run("sh", "-c", bits32 + " socket; " + bits64 + " socket; echo on");
    assertEquals("on\n", denied.out(), denied::all);
    assertEquals(
        2,
        denied.err().lines().filter(line -> line.contains("not permitted")).count(),
        denied::all);
  }

  /** What strace prints without -n and mode lines: names that only i386 has tell it. */
  @Test
  void aTraceThatDoesNotSayItsAbiIsReadByItsNames() throws IOException {
    Path at = made("plain");
    String trace = "strace -f -o plain.strace " + bits32;
    assertEquals(0, Programs.run(at, Map.of(), List.of("sh", "-c", trace)).exitCode());
    Finished events = Programs.winnow(at, "events", "plain.strace");
    List<String> lines = events.out().lines().toList();
    assertTrue(lines.getFirst().contains("\tx86_64\t59\texecve\t"), events::all);
    assertTrue(lines.stream().skip(1).allMatch(line -> line.contains("\ti386\t")), events::all);
    assertTrue(lines.get(1).contains("\ti386\t45\tbrk\t"), events::all);
    assertTrue(events.err().contains("strace -n"), events::all);
    assertTrue(events.err().contains("part of socketcall or ipc"), events::all);
  }

  @Test
  void x32NumbersAreForeignUnlessTheyHaveASection() throws IOException {
    Path at = made("x32");
    Files.writeString(
        at.resolve("native.policy"), "arch x86_64\ndefault allow\nforeign errno(EXDEV)\n");
    Files.writeString(
        at.resolve("x32.policy"),
        """
        arch x86_64
        default allow
        foreign errno(EXDEV)
        arch x32
        default errno(ENOTTY)
        unknown errno(ESRCH)
        sys_getpid: 1 -> errno(ENXIO)
        """);
    Path asks =
        Programs.compile(
            at,
            "asks",
            """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <stdio.h>
            #include <unistd.h>
            int main(void) {
              long numbers[] = {0x40000000 | 39, 0x40000000 | 1, 0x7fffffff, 39};
              for (int i = 0; i < 4; i++) {
                long result = syscall(numbers[i]);
                printf("%d ", result < 0 ? errno : 0);
              }
              return 0;
            }
            """);
    Map<String, String> answers = Map.of("native", "18 18 18 0 ", "x32", "6 25 3 0 ");
    for (Map.Entry<String, String> answer : answers.entrySet()) {
      Path bpf = at.resolve(answer.getKey() + ".bpf");
      Finished compiled =
          Programs.winnow(
              at, "compile", answer.getKey() + ".policy", "-f", "bpf", "-o", bpf.toString());
      assertEquals(0, compiled.exitCode(), compiled::all);
      Finished asked = Programs.underPolicy(at, bpf, asks.toString());
      assertEquals(answer.getValue(), asked.out(), asked::all);
      Interpreter interpreter = new Interpreter(Program.read(Files.readAllBytes(bpf)));
      StringBuilder simulated = new StringBuilder();
      for (int number : List.of(0x40000027, 0x40000001, 0x7fffffff, 39)) {
        SeccompData event = SeccompData.of(Arch.X86_64.auditToken(), number);
        int verdict = interpreter.run(Interpreter.words(event));
        simulated.append(Action.permits(verdict) ? 0 : verdict & 0xffff).append(' ');
      }
      assertEquals(answer.getValue(), simulated.toString());
    }
  }
}
