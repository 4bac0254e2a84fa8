package dev.winnow.cli;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Stage;
import dev.winnow.learner.Stages;
import dev.winnow.policy.Policies;
import dev.winnow.traces.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the policies of roles and phases beside that of the whole program. */
final class StageFiles {
  private static final String SUFFIX = ".policy";

  private StageFiles() {}

  /**
   * Writes {@code NAME.STAGE.policy} for each stage and says what it saves.
   *
   * @param by {@code role}, or null
   * @param phase {@code auto} or a syscall's name, or null
   */
  static void write(
      Path whole,
      Evidence evidence,
      LearnOptions options,
      @Nullable String by,
      @Nullable String phase,
      GlobalOptions global) {
    if (by == null && phase == null) {
      return;
    }
    if (Inputs.isStandardInput(whole)) {
      throw new CommandFailure("--by and --phase write several files: name one with -o");
    }
    for (Stage stage : stages(evidence, options, by, phase)) {
      Path file = beside(whole, stage.name());
      AtomicFile.write(file, Policies.print(stage.learned().policy()));
      if (!global.quiet) {
        System.err.println(
            Terminal.safe(stage.sentence()) + " Written to " + Terminal.name(file) + ".");
      }
    }
  }

  private static List<Stage> stages(
      Evidence evidence, LearnOptions options, @Nullable String by, @Nullable String phase) {
    List<Stage> stages = new ArrayList<>();
    if (by != null && !by.equals("role")) {
      throw new CommandFailure("--by: '" + Terminal.safe(by) + "'; expected role");
    }
    if (by != null) {
      stages.addAll(Stages.byRole(evidence, options));
      if (stages.isEmpty()) {
        System.err.println(
            "note: no policies by role: one program only, or each of them starts others, whose"
                + " filters they would inherit");
      }
    }
    if (phase != null && phase.equals("auto")) {
      List<Stage> found = Stages.auto(evidence, options);
      stages.addAll(found);
      if (found.isEmpty()) {
        System.err.println(
            "note: no phase: after no call that every run makes does a process need much less");
      }
    } else if (phase != null) {
      try {
        stages.add(Stages.after(evidence, options, phase));
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(
            "--phase: " + e.getMessage() + "; name a call that the runs make, or auto", e);
      }
    }
    return stages;
  }

  private static Path beside(Path whole, String stage) {
    String name = String.valueOf(whole.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return whole.resolveSibling(stem + "." + stage.replaceAll("[^A-Za-z0-9._+-]", "_") + SUFFIX);
  }
}
