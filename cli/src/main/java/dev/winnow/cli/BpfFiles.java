package dev.winnow.cli;

import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.bpf.ProgramFormatException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads raw programs. */
final class BpfFiles {
  private BpfFiles() {}

  /** Any program whose operations seccomp knows. */
  static Program read(Path file) {
    return read(file, Inputs.bytes(file));
  }

  private static Program read(Path file, byte[] bytes) {
    try {
      return Program.read(bytes);
    } catch (ProgramFormatException e) {
      throw new CommandFailure(
          Terminal.name(file)
              + ": not a seccomp program: "
              + Content.of(bytes).insteadOf(Content.PROGRAM).orElse(String.valueOf(e.getMessage())),
          e);
    }
  }

  /** A program that the kernel would accept. */
  static Program accepted(Path file) {
    return accepted(file, Inputs.bytes(file));
  }

  /** The program in what was read of a file. */
  static Program accepted(Path file, byte[] bytes) {
    Program program = read(file, bytes);
    Optional<KernelRules.Refusal> refusal = KernelRules.check(program);
    if (refusal.isPresent()) {
      throw new CommandFailure(refused(file, refusal.get()));
    }
    return program;
  }

  private static String refused(Path file, KernelRules.Refusal refusal) {
    return Terminal.name(file)
        + ": the kernel would refuse it: "
        + refusal
        + ". `winnow disasm` shows the program";
  }
}
