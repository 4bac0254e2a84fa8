package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings that the installed perf makes here and now. */
class PerfTest {
  private static final String SOURCE =
      """
      #include <fcntl.h>
      #include <pthread.h>
      #include <signal.h>
      #include <sys/mman.h>
      #include <sys/syscall.h>
      #include <sys/wait.h>
      #include <unistd.h>
      static void handler(int signal) { getppid(); }
      static void *thread(void *unused) {
        for (int i = 0; i < 200; i++) syscall(SYS_getpriority, 0, i);
        return 0;
      }
      int main(void) {
        signal(SIGUSR1, handler);
        kill(getpid(), SIGUSR1);
        int fd = open("/dev/zero", O_RDWR | O_CLOEXEC);
        char bytes[16];
        pread(fd, bytes, 16, 0x123456789abLL);
        madvise(mmap(0, 8192, PROT_READ, MAP_PRIVATE, fd, 0), 8192, MADV_DONTNEED);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        lseek(-5, -7, SEEK_CUR);
        close(fd);
        pthread_t id;
        pthread_create(&id, 0, thread, 0);
        for (int i = 0; i < 200; i++) syscall(SYS_getpriority, 1, i);
        pthread_join(id, 0);
        if (!fork()) _exit(3);
        int status;
        wait(&status);
        return 0;
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void tools() {
    Programs.requireTool("perf", "linux-perf");
    Programs.requireTool("strace", "strace");
  }

  private void sh(String script) {
    Finished finished = Programs.run(folder, Map.of(), List.of("sh", "-c", script));
    assertEquals(0, finished.exitCode(), script + "\n" + finished.all());
  }

  private void record(String more) {
    sh(
        "perf record -e raw_syscalls:sys_enter,raw_syscalls:sys_exit -m 1M "
            + more
            + " >log 2>&1 || { cat log; exit 1; }");
  }

  private String events(String file) {
    Finished finished = Programs.winnow(folder, "events", file);
    assertEquals(0, finished.exitCode(), finished.all());
    return finished.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-z", "-g", "--user-regs=ax"})
  void theFileAndWhatPerfPrintsOfItShowTheSame(String options) throws IOException {
    Programs.compile(folder, "program", SOURCE, "-pthread");
    record(options + " -o perf.data ./program");
    sh("perf script -i perf.data >perf.script 2>err || { cat err; exit 1; }");
    String data = events("perf.data");
    assertEquals(data, events("perf.script"));
    assertTrue(data.lines().count() > 440, data);
    assertTrue(data.startsWith(data.split("\t", -1)[0] + "\tx86_64\t59\texecve\t*\t*\t*"), data);
  }

  @Test
  void aPipeShowsWhatAFileShows() {
    Programs.compile(folder, "program", SOURCE, "-pthread");
    sh(
        "perf record -e raw_syscalls:sys_enter,raw_syscalls:sys_exit -o - sh -c './program'"
            + " 2>/dev/null >pipe.data");
    sh("perf script -i pipe.data >pipe.script 2>/dev/null");
    assertEquals(events("pipe.script"), events("pipe.data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-m32"})
  void straceShowsTheSameCalls(String option) throws IOException {
    String[] options =
        option.isEmpty() ? new String[] {"-pthread"} : new String[] {"-pthread", option};
    Programs.compile(folder, "program", SOURCE, options);
    record("-o perf.data ./program");
    sh("strace -f -n -X raw -o program.strace ./program");
    String perf = events("perf.data");
    String strace = events("program.strace");
    assertEquals(calls(strace), calls(perf));
  }

  /**
   * The calls without what differs from run to run: pids, addresses, the order of two threads, and
   * arguments that only one of the two shows: strace leaves out what a call does not use, and joins
   * the halves of an offset of i386.
   */
  private static List<String> calls(String events) {
    List<String> calls = new ArrayList<>();
    for (String line : events.lines().toList()) {
      String[] part = line.split("\t", -1);
      if (part[3].equals("futex") || part[3].equals("set_robust_list")) {
        continue;
      }
      StringBuilder call = new StringBuilder(part[1] + " " + part[3]);
      if (part[3].equals("getpriority") || part[3].startsWith("pread") || part[3].equals("lseek")) {
        call.append(' ').append(String.join(" ", List.of(part).subList(4, 7)));
      }
      boolean small =
          part[10].length() < 5
              && !part[3].matches(".*[pt]id.*|v?fork|clone.*|getpriority|wait.*|rt_sigr.*");
      calls.add(call + (small ? " = " + part[10] : ""));
    }
    calls.sort(null);
    return calls;
  }

  @Test
  void evidenceAndPoliciesComeOfIt() throws IOException {
    Programs.compile(folder, "program", SOURCE, "-pthread");
    record("-o perf.data ./program");
    Finished learned = Programs.winnow(folder, "learn", "perf.data", "-o", "p.policy");
    assertEquals(0, learned.exitCode(), learned.all());
    assertTrue(!learned.err().contains("incomplete"), learned.all());
    Finished checked = Programs.winnow(folder, "check", "p.policy", "perf.data");
    assertEquals(0, checked.exitCode(), checked.all());
    assertTrue(Files.readString(folder.resolve("p.policy")).contains("sys_execve"));
  }

  /** What the kernel had no room for is said, kept and shown. */
  @Test
  void lostRecordsMakeTheRecordingIncomplete() {
    Programs.compile(
        folder,
        "busy",
        "#include <unistd.h>\n#include <sys/syscall.h>\n"
            + "int main(void) { for (int i = 0; i < 300000; i++) syscall(SYS_getppid); }");
    sh(
        "perf record -m 1 -e raw_syscalls:sys_enter,raw_syscalls:sys_exit -o perf.data"
            + " ./busy 2>/dev/null");
    Finished learned = Programs.winnow(folder, "learn", "perf.data", "-o", "p.policy");
    assertEquals(0, learned.exitCode(), learned.all());
    assertTrue(learned.err().contains("lost samples"), learned.all());
  }
}
