package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which logs are ambiguous: a table of how many events are in doubt. {@code E} stands for a
 * program's start, {@code ;} ends a line; the ABI is the one of {@code --arch}.
 */
class AbiDoubtTest {
  private static final String X86_64_START =
      "execve(\"./a\", [\"./a\"], 0x7f /* 9 vars */) = 0;brk(NULL) = 0x9;"
          + "arch_prctl(ARCH_SET_FS, 0x7f00) = 0;set_tid_address(0x7f00) = 5;";
  private static final String I386_START =
      "execve(\"./a\", [\"./a\"], 0x7f /* 9 vars */) = 0;brk(NULL) = 0x9;"
          + "mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0xf7000000;"
          + "set_thread_area({entry_number=-1}) = 0;set_tid_address(0xf700) = 5;";

  /** As on aarch64 and riscv64: newfstatat, and no call that sets the thread pointer. */
  private static final String GENERIC_START =
      "execve(\"./a\", [\"./a\"], 0x7f /* 9 vars */) = 0;brk(NULL) = 0x9;"
          + "newfstatat(3, \"\", {}, AT_EMPTY_PATH) = 0;set_tid_address(0x7f00) = 5;"
          + "set_robust_list(0x7f00, 24) = 0;";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // What nothing contradicts is what it is taken for.
        "X86_64  | 64;getuid() = 0                                              | 0",
        "X86_64  | getuid() = 0;openat(AT_FDCWD, \"x\", O_RDONLY) = 3           | 0",
        "X86_64  | 5 read(3 <unfinished ...>;5 +++ exited with 0 +++            | 0",
        // A program that names tell is not in doubt, whichever it is.
        "X86_64  | 32;getuid() = 0                                              | 0",
        "X86_64  | 32;64;getuid() = 0;32                                        | 0",
        "AARCH64 | 5 brk(NULL) = 0x9;5 mmap2(NULL, 4096, 0, 0x22, -1, 0) = 0xf7 | 0",
        // Next to one of another ABI, one that nothing tells is.
        "X86_64  | 5 mmap2(NULL, 1, 0, 0x22, -1, 0) = 0xf7;6 getuid() = 0;6 getgid() = 0  | 2",
        "X86_64  | 6 getuid() = 0;6 getgid() = 0;5 mmap2(NULL, 1, 0, 0x22, -1, 0) = 0xf7  | 2",
        "X86_64  | 6 getuid() = 0;6 newfstatat(3, \"\", {}, 0) = 0;5 ugetrlimit(3, 0) = 0 | 0",
        "AARCH64 | 6 getuid() = 0;5 send(3, \"x\", 1, 0) = 1                    | 1",
        // A child runs as its parent until it calls exec.
        "X86_64  | 5 ugetrlimit(3, 0) = 0;5 fork() = 6;6 getuid() = 0           | 0",
        "X86_64  | 5 ugetrlimit(3, 0) = 0;5 fork( <unfinished ...>;6 getuid() = 0"
            + ";5 <... fork resumed>) = 6                                       | 0",
        "X86_64  | 5 ugetrlimit(3, 0) = 0;5 fork() = 6;6 execve(\"b\", [], 0x7f) = 0"
            + ";6 getuid() = 0;6 getgid() = 0                                   | 2",
        "X86_64  | 5 ugetrlimit(3, 0) = 0;5 +++ exited with 0 +++;5 getuid() = 0 | 1",
        // A name of another ABI where it is not expected fails, and the others are in doubt.
        "X86_64  | 5 newfstatat(3, \"\", {}, 0) = 0;5 waitpid(6, NULL, 0) = 6;7 getuid() = 0 | 1",
        // strace says it after all.
        "X86_64  | 6 getuid() = 0;5 [ Process PID=5 runs in 32 bit mode. ];5 mmap2(0) = 0 | 0",
        "X86_64  | 6 [ 102] getuid() = 0;5 [ 192] mmap2(0) = 0                  | 0",
        // x32 has the names of x86_64.
        "X86_64  | 64;readv#64(0x1, 0, 0) = -1 ENOSYS (Function not implemented) | 5",
        // A kernel of another architecture.
        "X86_64  | any;getuid() = 0                                             | 6",
        "AARCH64 | any;getuid() = 0                                             | 0",
        "RISCV64 | any;getuid() = 0                                             | 0",
        "X86_64  | any;64                                                       | 0",
        "X86_64  | getuid() = 0;riscv_flush_icache(0x7f, 0x7f, 0) = 0           | 1",
        "AARCH64 | getuid() = 0;riscv_flush_icache(0x7f, 0x7f, 0) = 0           | 1",
        "X86_64  | brk(NULL) = 0x9;set_tls(0x9) = 0;getuid() = 0                | 2",
      })
  void eventsInDoubt(Arch arch, String log, long doubtful) throws IOException {
    String text =
        log.replace("64;", X86_64_START)
            .replace("any;", GENERIC_START)
            .replaceAll("(^|;)32(;|$)", "$1" + I386_START)
            .replaceAll(";64$", ";" + X86_64_START)
            .replaceAll(";+", "\n")
            .strip();
    StraceReader reader = new StraceReader(event -> {}, arch);
    reader.read(new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.UTF_8)));
    long lost = reader.summary().lost().getOrDefault(Loss.AMBIGUOUS_ABI.label(), 0L);
    assertEquals(doubtful, lost, text);
    boolean warned = reader.warnings().toString().contains("events may be of another ABI");
    assertEquals(doubtful > 0, warned, text);
  }

  /** The pieces of one run share what is known of its kernel. */
  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void oneKernelRunsAllPieces(boolean compat, long doubtful) throws IOException {
    StraceReader reader = new StraceReader(event -> {}, Arch.X86_64);
    for (String piece : List.of("getuid() = 0\n", compat ? "ugetrlimit(3, 0) = 0\n" : "")) {
      reader.readPiece(new ByteArrayInputStream(piece.getBytes(StandardCharsets.UTF_8)), 5);
    }
    long lost = reader.summary().lost().getOrDefault(Loss.AMBIGUOUS_ABI.label(), 0L);
    assertEquals(doubtful, lost);
  }

  /** An arm log is not taken for one of i386, whose names are much the same. */
  @ParameterizedTest
  @CsvSource({
    "ARM, mmap2, 192",
    "ARM, ugetrlimit, 191",
    "AARCH64, send, 289",
    "ARM, fadvise64_64, 270",
    "ARM, sync_file_range2, 341",
    "ARM, arm_fadvise64_64, 270",
    "PPC64LE, sync_file_range2, 308",
    "S390X, accept, 102",
    "S390X, recv, 102",
    "S390X, semop, 117",
    "PPC64LE, semop, 117",
    "PPC64LE, accept, 330"
  })
  void namesOfOtherArchitectures(Arch arch, String name, int number) throws IOException {
    int[] numbers = new int[1];
    StraceReader reader = new StraceReader(event -> numbers[0] = event.number(), arch);
    reader.read(new ByteArrayInputStream((name + "(0) = 0\n").getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), reader.summary().lines().failures());
    assertEquals(number, numbers[0]);
  }

  @ParameterizedTest
  @CsvSource({"S390X, socket", "S390X, semget", "PPC64LE, shmat", "I386, socket"})
  void nameOfTwoNumbersIsNotDecided(Arch arch, String name) throws IOException {
    StraceReader reader = new StraceReader(event -> {}, arch);
    reader.read(new ByteArrayInputStream((name + "(0) = 0\n").getBytes(StandardCharsets.UTF_8)));
    String failure = reader.summary().lines().failures().getFirst();
    assertTrue(failure.contains("or part of socketcall or ipc; record with -n"), failure);
  }

  @ParameterizedTest
  @CsvSource({"[ 102] socket(0) = 0, 102", "[ 359] socket(0) = 0, 359", "[ 117] semop(0) = 0, 117"})
  void numbersDecideOnS390xToo(String line, int number) throws IOException {
    int[] numbers = new int[1];
    StraceReader reader = new StraceReader(event -> numbers[0] = event.number(), Arch.S390X);
    reader.read(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), reader.summary().lines().failures());
    assertEquals(number, numbers[0]);
  }
}
