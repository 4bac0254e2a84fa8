package dev.winnow.recorder.capture;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A recording of one execution of a command.
 *
 * @param command the command and its arguments, texts of {@link NativeText}
 * @param exit how the program ended
 * @param interrupted whether a signal asked this process to end while the program ran
 * @param trace the file with what was recorded, which may end early if recording was interrupted
 * @param recorder the recorder and its version, such as {@code strace 6.1}
 * @param startedAt when the command was started
 * @param host the machine's name
 * @param bootId the machine's boot, of {@code /proc/sys/kernel/random/boot_id}
 */
public record Capture(
    List<String> command,
    ProgramExit exit,
    boolean interrupted,
    Path trace,
    String recorder,
    Instant startedAt,
    String host,
    String bootId) {
  public Capture {
    command = List.copyOf(command);
  }

  /** The command on one line, for people and for the evidence; not for a shell. */
  public String commandLine() {
    return NativeText.visible(String.join(" ", command));
  }

  /** What tells this recording from every other one with the same bytes. */
  public String salt() {
    return host + "\n" + bootId + "\n" + startedAt;
  }
}
