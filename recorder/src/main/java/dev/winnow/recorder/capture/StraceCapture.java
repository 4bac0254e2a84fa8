package dev.winnow.recorder.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records a command with strace.
 *
 * <p>Ctrl-C: the terminal sends SIGINT to this process, to strace, which ignores it, and to the
 * program, which does what it does. {@link #record} goes on until the program has ended and returns
 * what was recorded. SIGTERM is passed on to the program alone, and two seconds after its end to
 * what it left running; a second signal kills everything. Where no terminal did so (a job in the
 * background, a service), SIGINT and SIGHUP are passed on.
 */
public final class StraceCapture {
  /**
   * Follow children; numbers that need no table, with the one that tells the ABI ({@code -n}); no
   * strings but paths ({@code -s 0}), which nothing is learned from; the lines that say which ABI a
   * process runs in and that a thread is gone, which {@code -o} alone would leave out. Signals stay
   * in, because without them strace does not say either that one killed a process.
   */
  private static final List<String> OPTIONS =
      List.of("-f", "-n", "-X", "raw", "-s", "0", "--quiet=attach,path-resolution");

  /** A disk with less left is full: the file that started the command was just removed from it. */
  private static final long FULL_BYTES = 1 << 18;

  private static final String INSTALL =
      "strace is not installed (not in PATH); install it with: apt-get install strace";

  private final Path strace;
  private final String version;

  /**
   * Finds strace in PATH.
   *
   * @throws CaptureException if it is missing or does not run
   */
  public StraceCapture() throws CaptureException {
    this(
        Executable.inPath("strace", Executable.path())
            .orElseThrow(() -> new CaptureException(INSTALL)));
  }

  StraceCapture(Path strace) throws CaptureException {
    this.strace = strace;
    String first = output(List.of(strace.toString(), "-V")).lines().findFirst().orElse("");
    int at = first.indexOf("version ");
    if (at < 0) {
      throw new CaptureException(strace + " is not strace: it answers -V with \"" + first + "\"");
    }
    version = "strace " + first.substring(at + "version ".length()).strip();
  }

  /**
   * Runs {@code command} with this process's standard streams, directory and environment, and
   * records it to {@code trace} until it and all that it started have ended. Costs the program some
   * 20 microseconds per syscall.
   *
   * @param command texts of {@link NativeText}
   * @param output where what it writes to its standard output goes
   * @param trace the file to write, which is replaced; for a moment another one is beside it
   * @throws CaptureException if the command or strace cannot be started, or tracing is not
   *     permitted
   * @throws InterruptedException if this thread is interrupted; the program is then killed
   */
  public Capture record(List<String> command, Output output, Path trace)
      throws CaptureException, InterruptedException {
    if (command.isEmpty()) {
      throw new CaptureException("no command was given");
    }
    Executable.check(command.getFirst());
    requirePermission();
    Instant startedAt = Instant.now();
    AtomicInteger signals = new AtomicInteger();
    int code = run(straceCommand(command, trace), output, trace, signals);
    TraceEnds ends = TraceEnds.of(trace);
    if (ends.isEmpty() && signals.get() > 0) {
      throw new CaptureException("interrupted before the program began; nothing was recorded");
    }
    if (ends.isEmpty()) {
      throw new CaptureException(
          "%s recorded nothing and ended with %d; it is %s".formatted(strace, code, version));
    }
    if (ends.startError() != 0) {
      throw new CaptureException(
          "cannot start %s: the kernel refused it with %s"
              .formatted(command.getFirst(), refusal(ends.startError())));
    }
    if (ends.exit().isEmpty() && isDiskFull(trace)) {
      throw new CaptureException(
          "the disk that holds %s is full, and the recording is cut off; set TMPDIR to a folder"
                  .formatted(trace)
              + " with more space");
    }
    ProgramExit exit = ends.exit().orElseGet(() -> ProgramExit.ofShellCode(code));
    return new Capture(
        command,
        exit,
        signals.get() > 0,
        trace,
        version,
        startedAt,
        kernel("/proc/sys/kernel/hostname"),
        kernel("/proc/sys/kernel/random/boot_id"));
  }

  /** What errno(3) of an execve of a file that exists means to a person. */
  private static String refusal(int errno) {
    return switch (errno) {
      case 2 ->
          "ENOENT: the interpreter that it names is not there; see its first line, or file(1)";
      case 7 -> "E2BIG: its arguments and environment are too long";
      case 8 ->
          "ENOEXEC: it is no program of this machine; a script needs a first line that names its"
              + " interpreter, such as #!/bin/sh";
      case 13 -> "EACCES: it or its interpreter may not be executed, or is on a noexec mount";
      default -> "errno " + errno + " (see errno(3) and execve(2))";
    };
  }

  private List<String> straceCommand(List<String> command, Path trace) {
    List<String> all = new ArrayList<>();
    all.add(strace.toString());
    all.addAll(OPTIONS);
    all.add("-o");
    all.add(trace.toAbsolutePath().toString()); // a relative one may begin with | or !
    all.add("--");
    all.addAll(command);
    return all;
  }

  private static boolean isDiskFull(Path trace) {
    try {
      return Files.getFileStore(trace).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      return false; // the trace's own end still says that it is cut off
    }
  }

  private int run(List<String> command, Output output, Path trace, AtomicInteger signals)
      throws CaptureException, InterruptedException {
    Path script = trace.resolveSibling(trace.getFileName() + ".start");
    Requests requests = new Requests(signals);
    try (Interrupts handled = new Interrupts(requests::signal)) {
      List<String> exact = ExactCommand.write(script, command, output);
      Process process = new ProcessBuilder(exact).inheritIO().start();
      requests.started(process);
      return handled.waitFor(process);
    } catch (IOException e) {
      throw new CaptureException(
          "cannot start " + strace + " by " + script + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      requests.kill();
      throw e;
    } finally {
      script.toFile().delete(); // it removes itself, if it came to run
    }
  }

  /**
   * Traces something that cannot fail, for some milliseconds: strace says what is wrong on the
   * standard error that it would share with the program.
   */
  private void requirePermission() throws CaptureException {
    List<String> probe = new ArrayList<>(List.of(strace.toString()));
    probe.addAll(OPTIONS);
    probe.addAll(List.of("-o", "/dev/null", "--", strace.toString(), "-V"));
    String said = output(probe).strip();
    if (said.contains("ptrace") || said.contains("not permitted")) {
      throw new CaptureException(
          "no permission to trace: "
              + said.lines().findFirst().orElse("")
              + ". In a container start it with --cap-add=SYS_PTRACE; elsewhere see"
              + " /proc/sys/kernel/yama/ptrace_scope and whether another debugger holds the"
              + " process");
    }
  }

  /** What a short command writes to both of its outputs. */
  private static String output(List<String> command) throws CaptureException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (InputStream in = process.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new CaptureException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /** A line of the kernel about itself, or "" where it does not say. */
  private static String kernel(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
