package dev.winnow.cli;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.lift.LiftException;
import dev.winnow.minimizer.lift.LiftedPolicy;
import dev.winnow.minimizer.lift.ProgramToPolicy;
import dev.winnow.policy.Policy;
import java.nio.file.Path;
import java.util.List;

/** Reads policies out of what may be a policy or a raw program that any tool wrote. */
final class Lifting {
  private Lifting() {}

  /** A program as a policy; {@code --arch} takes one architecture of it. */
  static LiftedPolicy lift(Path file, Program program, GlobalOptions global) {
    try {
      return ProgramToPolicy.lift(program, global.arch);
    } catch (LiftException e) {
      throw CommandFailure.finding(
          Terminal.name(file) + ": no policy is this program: " + e.getMessage());
    }
  }

  /** The policy in a file, or the one that the program in it amounts to, with its notes said. */
  static Policy policy(Path file, GlobalOptions global) {
    return policy(file, Inputs.bytes(file), global);
  }

  static Policy policy(Path file, byte[] bytes, GlobalOptions global) {
    if (Content.of(bytes) != Content.PROGRAM) {
      return Inputs.policy(file, bytes);
    }
    LiftedPolicy lifted = lift(file, BpfFiles.accepted(file, bytes), global);
    if (!global.quiet) {
      notes(file, lifted.notes());
    }
    return lifted.policy();
  }

  static void notes(Path file, List<String> notes) {
    notes.forEach(note -> System.err.println("note: " + Terminal.name(file) + ": " + note));
  }
}
