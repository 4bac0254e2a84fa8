package dev.winnow.recorder.capture;

import dev.winnow.traces.Arch;
import dev.winnow.traces.ConstantFamily;
import dev.winnow.traces.Constants;

/** How a program ended. */
public sealed interface ProgramExit {
  /**
   * It ended by itself.
   *
   * @param code 0 to 255
   */
  record Exited(int code) implements ProgramExit {}

  /**
   * A signal killed it.
   *
   * @param signal the name, such as {@code SIGTERM}
   * @param number its number
   */
  record Killed(String signal, int number) implements ProgramExit {}

  /** The end that a shell reports as {@code code}; above 128 it is taken for a signal. */
  static ProgramExit ofShellCode(int code) {
    int signal = code - 128;
    if (signal <= 0 || signal > 64) {
      return new Exited(code);
    }
    ConstantFamily signals = Constants.of(Arch.X86_64).family("SIG");
    String name = signals == null ? null : signals.nameOf(signal);
    return new Killed(name == null ? "signal " + signal : name, signal);
  }

  /** For people: {@code exited with 3}, {@code died by signal SIGABRT}. */
  default String text() {
    return switch (this) {
      case Exited exited -> "exited with " + exited.code();
      case Killed killed -> "died by signal " + killed.signal();
    };
  }

  /** What a shell would report: the code, or 128 and the signal. */
  default int shellCode() {
    return switch (this) {
      case Exited exited -> exited.code();
      case Killed killed -> 128 + killed.number();
    };
  }
}
