package dev.winnow.cli;

import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.bpf.ProgramFormatException;
import java.nio.file.Path;

/** Reads raw programs. */
final class BpfFiles {
  private BpfFiles() {}

  /** Any program whose operations seccomp knows. */
  static Program read(Path file) {
    try {
      return Program.read(Inputs.bytes(file));
    } catch (ProgramFormatException e) {
      throw new CommandFailure(file + ": not a seccomp program: " + e.getMessage(), e);
    }
  }

  /** A program that the kernel would accept. */
  static Program accepted(Path file) {
    try {
      return KernelRules.require(read(file));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(file + ": the kernel would refuse it: " + e.getMessage(), e);
    }
  }
}
