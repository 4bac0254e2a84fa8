package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The formats of text beside strace's own, by samples that the tools wrote and the events that they
 * must give. Running this class's main method rewrites the events; look at the difference.
 */
class TextFormatsTest {
  private static final Path SAMPLES = Path.of("src/test/resources/dev/winnow/recorder/texts");

  /** A recording in {@code NAME.txt}; its events and its account in {@code NAME.events}. */
  enum Recorded {
    FTRACE_RAW(TraceFormat.FTRACE),
    FTRACE_SYSCALLS(TraceFormat.FTRACE),
    TRACE_CMD(TraceFormat.FTRACE),
    AUDIT_RAW(TraceFormat.AUDIT),
    AUDIT_INTERPRETED(TraceFormat.AUDIT),
    AUDIT_KERNEL(TraceFormat.AUDIT),
    BPFTRACE(TraceFormat.BPFTRACE),
    QEMU(TraceFormat.QEMU),
    PERF_TRACE_THREADS(TraceFormat.PERF_TRACE),
    PERF_TRACE_NAMES(TraceFormat.PERF_TRACE),
    PERF_TRACE_32BIT(TraceFormat.PERF_TRACE),
    PERF_TRACE_CHAINS(TraceFormat.PERF_TRACE),
    PERF_TRACE_SUMMARY(TraceFormat.PERF_TRACE),
    PERF_TRACE_BOTH(TraceFormat.PERF_TRACE),
    STRACE_SUMMARY(TraceFormat.STRACE_SUMMARY),
    STRACE_SUMMARY_COLUMNS(TraceFormat.STRACE_SUMMARY);

    private final TraceFormat format;

    Recorded(TraceFormat format) {
      this.format = format;
    }

    Path file(String suffix) {
      return SAMPLES.resolve(name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + suffix);
    }

    byte[] bytes() throws IOException {
      return Files.readAllBytes(file(".txt"));
    }
  }

  /** All that a reader gives, as lines. */
  private static final class Heard implements TraceSink {
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final EventLines lines = new EventLines(bytes);

    @Override
    public void event(SyscallEvent event) {
      boolean returned = event.returned();
      if (!returned) {
        event.setReturned(); // the reader resets it; calls that did not return are not shown
      }
      lines.event(event);
      lines.flush();
      String line = bytes.toString(StandardCharsets.UTF_8).strip().replace('\t', ' ');
      bytes.reset();
      String count = event.occurrences() == 1 ? "" : " x" + event.occurrences();
      events.add((returned ? line : line.substring(0, line.length() - 1) + "!") + count);
    }
  }

  private static TraceSummary read(TraceFormat format, byte[] bytes, Heard heard) {
    TraceReader reader = format.reader(heard, Arch.X86_64);
    try {
      reader.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return reader.summary();
  }

  private static List<String> golden(Recorded recorded, byte[] bytes) {
    Heard heard = new Heard();
    TraceSummary summary = read(recorded.format, bytes, heard);
    List<String> lines = new ArrayList<>(heard.events);
    lines.add("calls " + summary.events() + ", never returned " + summary.neverReturned());
    lines.add("without beginning " + summary.withoutBeginning());
    lines.add("lines " + summary.lines());
    lines.add("lost " + summary.lost());
    lines.add("undecoded " + summary.undecoded());
    return lines;
  }

  @ParameterizedTest
  @EnumSource
  void sampleGivesItsEvents(Recorded recorded) throws IOException {
    String expected = Files.readString(recorded.file(".events")).strip();
    assertEquals(expected, String.join("\n", golden(recorded, recorded.bytes())));
  }

  @ParameterizedTest
  @EnumSource
  void sampleIsRecognisedAsItsOwnFormatAndNoOther(Recorded recorded) throws IOException {
    Sample sample = new Sample(recorded.bytes());
    List<TraceFormat> formats =
        Arrays.stream(TraceFormat.values()).filter(format -> format.recognises(sample)).toList();
    // strace takes qemu's calls for its own, and is asked after it.
    List<TraceFormat> expected =
        recorded == Recorded.QEMU
            ? List.of(TraceFormat.QEMU, TraceFormat.STRACE)
            : List.of(recorded.format);
    assertEquals(expected, formats);
    assertEquals(recorded.format, FormatDetector.detect(sample).format());
  }

  /** A cut recording gives the events of its whole lines; what follows them is not there yet. */
  @ParameterizedTest
  @EnumSource
  void everyPrefixSaysNothingElse(Recorded recorded) throws IOException {
    byte[] whole = Arrays.copyOf(recorded.bytes(), Math.min(recorded.bytes().length, 3000));
    Heard all = new Heard();
    read(recorded.format, recorded.bytes(), all);
    Set<String> calls = new HashSet<>();
    all.events.forEach(event -> calls.add(arguments(event)));
    for (int length = 0; length <= whole.length; length++) {
      Heard heard = new Heard();
      byte[] cut = Arrays.copyOf(whole, length);
      TraceSummary summary = read(recorded.format, cut, heard);
      boolean inLine = length > 0 && cut[length - 1] != '\n';
      assertEquals(inLine, summary.truncated(), "cut at " + length);
      assertEquals(inLine ? 1L : null, summary.lost().get(Loss.TAILS.label()));
      for (String event : heard.events) {
        assertTrue(calls.contains(arguments(event)), "cut at " + length + ": " + event);
      }
    }
  }

  /** Without the result, which a cut takes away. */
  private static String arguments(String event) {
    List<String> columns = new ArrayList<>(List.of(event.split(" ", -1)));
    columns.subList(10, columns.size()).clear();
    return String.join(" ", columns);
  }

  @ParameterizedTest
  @EnumSource
  void mutatedLinesAreCountedAndNeverThrown(Recorded recorded) throws IOException {
    byte[] whole = recorded.bytes();
    byte[] sample = Arrays.copyOf(whole, Math.min(whole.length, 8000));
    byte[] signs =
        " \n\r@[](){}:=,.-/\"#x0123456789abcf\0\377".getBytes(StandardCharsets.ISO_8859_1);
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutated = sample.clone();
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        mutated[random.nextInt(mutated.length)] = signs[random.nextInt(signs.length)];
      }
      try {
        for (TraceFormat format : EnumSet.complementOf(EnumSet.of(TraceFormat.PERF_DATA))) {
          TraceSummary summary = read(format, mutated, new Heard());
          assertEquals(lines(mutated), summary.lines().lines(), format + ", seed " + seed);
        }
      } catch (RuntimeException e) {
        fail(recorded + ", seed " + seed, e);
      }
    }
  }

  private static long lines(byte[] bytes) {
    long lines = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Lines of one format each, and what becomes of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FTRACE|sh-5 [0] 1.0: sys_enter: NR 3 (100000003, 0, 0, 0, 0, 0)|5 x86_64 3 close 0x3 - - - - - !",
        "FTRACE|a-5 b-7 [0] .. 1.0: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)|7 x86_64 39 getpid - - - - - - !",
        "FTRACE|sh-5 (    5) [0] d..1. 1.0: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)|5 x86_64 39 getpid - - - - - - !",
        "FTRACE|sh-5   0d..1. 123us+: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)|5 x86_64 39 getpid - - - - - - !",
        "FTRACE|sh-5 [0] 1.0: sys_exit: NR 257 = -2|5 x86_64 257 openat * * * * - - -2",
        "FTRACE|sh-5 [0] 1.0: sys_newstat(filename: 0x7f, statbuf: 0x7f)|5 x86_64 4 stat * * - - - - !",
        "FTRACE|sh-5 [0] 1.0: sys_umount(name: 0x7f, flags: 2)|5 x86_64 166 umount2 * 0x2 - - - - !",
        "FTRACE|sh-5 [0] 1.0: sys_open(filename: 0x7f \"/a, b\", flags: 0x2, mode: 1a4)|5 x86_64 2 open * 0x2 0x1a4 - - - !",
        "FTRACE|sh-5 [0] 1.0: sys_close(fd: 0x3,)|FAILED",
        "FTRACE|sh-5 [0] 1.0: sys_close(unheard: 0x3)|5 x86_64 3 close ? - - - - - !",
        "FTRACE|sh-5 [0] 1.0: sys_enter: NR 3 (1, 2, 3)|FAILED",
        "FTRACE|sh-5 [0] 1.0: sys_unheardof(fd: 1)|FAILED",
        "FTRACE|sh-5 [0] 1.0: sys_enter: NR 231 (7, 0, 0, 0, 0, 0)|5 x86_64 231 exit_group 0x7 - - - - - ?",
        "AUDIT|type=SYSCALL msg=audit(1.1:2): arch=c000003e syscall=3 success=yes exit=-9 a0=3 a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 auid=0|7 x86_64 3 close 0x3 - - - - - -9",
        "AUDIT|type=SYSCALL msg=audit(1.1:2): arch=c000003e syscall=9 exit=0 a0=0 a1=2000 a2=3 a3=22 ppid=1 pid=7|7 x86_64 9 mmap * 0x2000 0x3 0x22 * * 0",
        "AUDIT|type=SYSCALL msg=audit(1.1:2): arch=c000003e syscall=3 exit=0 a0=zz ppid=1 pid=7|FAILED",
        "AUDIT|type=SYSCALL msg=audit(1.1:2): arch=c000003e syscall=1073741863 exit=0 a0=0 a1=0 a2=0 a3=0 ppid=1 pid=7|7 x32 1073741863 getpid - - - - - - 0",
        "AUDIT|type=SYSCALL msg=audit(1.1:2): arch=12345 syscall=3 exit=0 a0=3 ppid=1 pid=7|FAILED",
        "AUDIT|type=SYSCALL msg=audit(01/01/26 1:1) : arch=i386 syscall=kill exit=0 a0=0x7 a1=SIGTERM ppid=1 pid=7 comm=a arch=x86_64 syscall=read|7 i386 37 kill 0x7 0xf - - - - 0",
        "AUDIT|type=SYSCALL msg=audit(01/01/26 1:1) : arch=x86_64 syscall=pread exit=3 a0=AT_FDCWD a1=0x7 a2=0x3 a3=0x0 ppid=1 pid=7|7 x86_64 17 pread64 0xffffff9c * 0x3 0x0 - - 3",
        "AUDIT|type=SYSCALL msg=audit(01/01/26 1:1) : arch=x86_64 syscall=socket exit=3 a0=inet a1=SOCK_STREAM a2=tcp ppid=1 pid=7|7 x86_64 41 socket ? ? ? - - - 3",
        "AUDIT|type=SECCOMP msg=audit(01/01/26 1:1) : auid=0 uid=0 pid=7 comm=a arch=i386 syscall=read exe=/b sig=SIG0 arch=x86_64 syscall=close compat=0 ip=0x1 code=log|7 x86_64 3 close * - - - - - ?",
        "AUDIT|audit: type=1326 audit(1.1:2): auid=0 uid=0 pid=7 comm=\"a\" exe=\"/b\" sig=31 arch=40000003 syscall=6 compat=1 ip=0x1 code=0x80000000|7 i386 6 close * - - - - - !",
        "AUDIT|Nov 22 03:28:48 h kernel: audit: type=1300 audit(1.1:2): arch=c000003e syscall=3 exit=0 a0=3 ppid=1 pid=7|7 x86_64 3 close 0x3 - - - - - 0",
        "AUDIT|Nov 22 03:28:48 h audit[7]: SECCOMP auid=0 pid=7 arch=c000003e syscall=3|FAILED",
        "BPFTRACE|@[3]: 9|0 x86_64 3 close * - - - - - ? x9",
        "BPFTRACE|@calls[a, b, 3]: 1|0 x86_64 3 close * - - - - - ?",
        "BPFTRACE|@[3, 4]: 9|FAILED",
        "BPFTRACE|@[a]: 9|FAILED",
        "BPFTRACE|@[3]: 99999999999999999999|FAILED",
        "BPFTRACE|@[3]: 9999999999999999|FAILED",
        "QEMU|7 Unknown syscall 3|7 x86_64 3 close * - - - - - ?",
        "QEMU|7 no_such_call(3) = 0|FAILED",
        "QEMU|7 write(1,0x1,3)vm|7 x86_64 1 write * * * - - - ?",
      })
  void lineGives(TraceFormat format, String line, String expected) {
    Heard heard = new Heard();
    TraceSummary summary = read(format, (line + "\n").getBytes(StandardCharsets.UTF_8), heard);
    if (expected.equals("FAILED")) {
      assertEquals(List.of(), heard.events);
      assertEquals(1, summary.lines().failed());
    } else {
      assertEquals(List.of(expected), heard.events, summary.lines()::toString);
      assertEquals(0, summary.lines().failed());
    }
  }

  /** Its lines hold the bar that separates the columns above. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "     0.242 ( 0.014 ms): ls/7 mmap(len: 8192, prot: READ|WRITE, flags: PRIVATE|ANONYMOUS) = 0x7f44f3e4b000~7 x86_64 9 mmap * 0x2000 * * * * 139934126354432",
        "     0.242 ( 0.014 ms): ls/7 openat(dfd: CWD, filename: 0xf3e7e0b1, flags: RDONLY|CLOEXEC) = -1 ENOENT (No such file or directory)~7 x86_64 257 openat 0xffffff9c * * * - - -2",
        "     0.242 ( 0.014 ms): ls/7 read(fd: 4</a)b, c: 5> = 3>, buf: 0x1, count: 832)    = 12~7 x86_64 0 read 0x4 * 0x340 - - - 12",
        "     0.242 ( 0.014 ms): ls/7 sendfile(out_fd: 4</a>, in_fd: 5</b>, count: 9) = 9~7 x86_64 40 sendfile 0x4 * * 0x9 - - 9",
        "     0.242 ( 0.014 ms): ls/7 openat(dfd: 4</a>, filename: \"b>, flags: 5\", mode: 3) = 9~7 x86_64 257 openat 0x4 * * * - - 9",
        "     0.242 ( 0.014 ms): ls/7 lseek(fd: 4</a>, offset: -5, whence: CUR) = 0~7 x86_64 8 lseek 0x4 0xfffffffffffffffb 0x1 - - - 0",
        "     0.242 ( 0.014 ms): ls/7 fcntl(fd: 4, cmd: F_GETFL) = RDWR|LARGEFILE~7 x86_64 72 fcntl 0x4 0x3 * - - - ?",
        "     0.242 ( 0.014 ms): ls/7 fcntl(fd: 4, cmd: DUPFD) = 5</a b>~7 x86_64 72 fcntl 0x4 0x0 * - - - 5",
        "     0.242 ( 0.014 ms): ls/7 kill(pid: 9 (a), sig: 9), sig: TERM) = 0~7 x86_64 62 kill 0x9 * - - - - 0",
        "     0.242 ( 0.014 ms): ls/7 close(4) = 0~7 x86_64 3 close * - - - - - 0",
        "     0.242 ( 0.014 ms): ls/7 inotify_add_watch(fd: 3, pathname: 0x1, mask: ) = 1~7 x86_64 254 inotify_add_watch 0x3 * * - - - 1",
        "     0.242 ( 0.014 ms): ls/7 poll(ufds: 0x1, nfds: 1) = 0 (Timeout)~7 x86_64 7 poll * 0x1 * - - - 0",
        "     0.242 ( 0.014 ms): ls/7 rt_sigsuspend(unewset: 0x1) = -1 (unknown) (INTERNAL ERROR: strerror_r(514, [buf], 128)=22)~7 x86_64 130 rt_sigsuspend * * - - - - ?",
        "`     0.242 ( 0.014 ms): ls/7 vfork() = `~7 x86_64 58 vfork - - - - - - ?",
        "     3.933 (         ): ls/7 exit_group() = ?~7 x86_64 231 exit_group * - - - - - !",
        "     3.933 (         ): ls/7 pause() ...~7 x86_64 34 pause - - - - - - !",
        "     3.933 ( 1.000 ms): ls/7  ... [continued]: pause()) = -1 EINTR (Interrupted system call)~7 x86_64 34 pause - - - - - - -4",
        "     3.933 ( 1.000 ms): a/5 b (c/7 getpid() = 7~7 x86_64 39 getpid - - - - - - 7",
        "     0.242 (\u001b[31m 1.014 ms\u001b[m): ls/7 getpid() = 7~7 x86_64 39 getpid - - - - - - 7",
        "     0.242 7 getpid() = 7~7 x86_64 39 getpid - - - - - - 7",
        "( 0.010 ms): getpid() = 7~0 x86_64 39 getpid - - - - - - 7",
        "ls/7 getpid() = 7~7 x86_64 39 getpid - - - - - - 7",
        "     0.242 (         ): ls/7 syscalls:sys_enter_lseek(fd: 4, offset: 3)~7 x86_64 8 lseek * * * - - - ?",
        "     0.242 ( 0.014 ms): ls/7 no_such_call() = 0~FAILED",
        "     0.242 ( 0.014 ms): ls/7  ... [continued]: read()~FAILED",
        "     0.242 ( 0.014 ms): ls~FAILED"
      })
  void lineOfPerfTraceGives(String line, String expected) {
    lineGives(TraceFormat.PERF_TRACE, line, expected);
  }

  /** What a source says is missing, by its line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FTRACE|CPU:1 [LOST 123 EVENTS]|lost samples|123",
        "FTRACE|CPU:1 [LOST EVENTS]|lost samples|1",
        "FTRACE|CPU:1 [7 EVENTS DROPPED]|lost samples|7",
        "FTRACE|# entries-in-buffer/entries-written: 10/25   #P:2|lost samples|15",
        "AUDIT|[ 1.0] kauditd_printk_skb: 135 callbacks suppressed|suppressed messages|135",
        "AUDIT|[ 1.0] audit: audit_lost=5 audit_rate_limit=0|lost samples|5",
        "BPFTRACE|Lost 1660 events|lost samples|1660",
        "PERF_TRACE|LOST 3195 events!|lost samples|3195",
        "PERF_TRACE|Problems reading syscall 451: 22 (Invalid argument) information|lost samples|1",
        "PERF_TRACE|     0.242 ( 0.014 ms): ls/7 close(fd: 3) = 0|events of an ambiguous ABI|1",
        "BPFTRACE|@[39]: 5|events of an ambiguous ABI|5",
        "FTRACE|sh-5 [0] 1.0: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)|events of an ambiguous ABI|1"
      })
  void lossIsCounted(TraceFormat format, String line, String loss, long count) {
    TraceSummary summary =
        read(format, (line + "\n").getBytes(StandardCharsets.UTF_8), new Heard());
    assertEquals(Map.of(loss, count), summary.lost());
    assertEquals(0, summary.lines().failed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ 1.0] audit: kauditd hold queue overflow",
        "[ 1.0] audit: backlog limit exceeded",
        "Nov 22 03:28:48 host kernel: audit: rate limit exceeded"
      })
  void reasonOfLossIsNoSecondLoss(String line) {
    TraceSummary summary =
        read(TraceFormat.AUDIT, (line + "\n").getBytes(StandardCharsets.UTF_8), new Heard());
    assertEquals(Map.of(), summary.lost());
    assertEquals(0, summary.lines().failed());
  }

  /** Rewrites the events; to be run in the module's directory. */
  public static void main(String[] args) throws IOException {
    for (Recorded recorded : Recorded.values()) {
      Files.write(recorded.file(".events"), golden(recorded, recorded.bytes()));
    }
  }
}
