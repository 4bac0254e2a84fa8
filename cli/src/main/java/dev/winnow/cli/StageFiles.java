package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Stage;
import dev.winnow.learner.Stages;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the policies of roles and phases beside that of the whole program. */
final class StageFiles {
  private static final String SUFFIX = ".policy";

  /** What installing a filter takes beside what was recorded. */
  private static final String NEXT_STAGE = "sys_seccomp: op == SECCOMP_SET_MODE_FILTER";

  private static final String BY_PRCTL = "sys_prctl: option == PR_SET_SECCOMP";

  /** More roles than this are counted. */
  private static final int NAMED = 3;

  private final Path whole;
  private final List<Stage> stages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private StageFiles(Path whole) {
    this.whole = whole;
  }

  /**
   * What is to be written beside {@code whole}; nothing is yet.
   *
   * @param by {@code role}, or null
   * @param phase {@code auto} or a syscall's name, or null
   */
  static StageFiles of(
      Path whole,
      Evidence evidence,
      LearnOptions options,
      @Nullable String by,
      @Nullable String phase) {
    StageFiles files = new StageFiles(whole);
    if (by == null && phase == null) {
      return files;
    }
    if (Inputs.isStandardInput(whole)) {
      throw new CommandFailure("--by and --phase write several files: name one with -o");
    }
    if (by != null && !by.equals("role")) {
      throw new CommandFailure("--by: '" + Terminal.safe(by) + "'; expected role");
    }
    files.find(Stages.of(evidence, options), by != null, phase);
    return files;
  }

  /** Each stage with its file, {@code NAME.STAGE.policy}. */
  private Map<Path, Stage> files() {
    Map<Path, Stage> files = new LinkedHashMap<>();
    for (Stage stage : stages) {
      Path file = beside(whole, stage.name());
      for (int i = 2; files.containsKey(file); i++) {
        file = beside(whole, stage.name() + "-" + i); // names may differ in odd characters only
      }
      files.put(file, stage);
    }
    return files;
  }

  /** The files and what is said of them, for scripts. */
  void json(ArrayNode array) {
    files()
        .forEach((file, stage) -> {
          ObjectNode node = array.addObject().put("name", stage.name());
          node.put("file", file.toString()).put("saved", stage.saved());
          node.put("syscalls", stage.syscalls()).put("where", stage.where());
          node.put("risk", stage.learned().risk().sentence());
        });
  }

  /** Writes {@code NAME.STAGE.policy} for each stage and says what it saves. */
  void write(GlobalOptions global) {
    for (Map.Entry<Path, Stage> entry : files().entrySet()) {
      Path file = entry.getKey();
      Stage stage = entry.getValue();
      AtomicFile.write(file, Policies.print(remarked(stage)));
      if (!global.quiet) {
        System.err.println(
            Terminal.safe(stage.sentence()) + " Written to " + Terminal.name(file) + ".");
      }
    }
    if (!global.quiet) {
      notes.forEach(note -> System.err.println("note: " + note));
    }
  }

  /** A stage's policy, which says itself what it is for. */
  private static Policy remarked(Stage stage) {
    Policy policy = stage.learned().policy();
    List<String> remarks = new ArrayList<>(policy.remarks());
    remarks.add(Terminal.safe(stage.sentence()));
    return new Policy(policy.sections(), remarks);
  }

  /** Roles of one policy, which are not merged: each is installed by its own processes. */
  private void alike() {
    Map<List<Section>, List<String>> names = new LinkedHashMap<>();
    for (Stage stage : stages) {
      names
          .computeIfAbsent(stage.learned().policy().sections(), policy -> new ArrayList<>())
          .add(stage.name());
    }
    for (List<String> same : names.values()) {
      if (same.size() > 1) {
        notes.add("the same policy: " + Terminal.safe(String.join(", ", same)));
      }
    }
  }

  private void find(Stages parts, boolean byRole, @Nullable String phase) {
    if (byRole) {
      stages.addAll(parts.byRole());
      List<String> everything = parts.needEverything();
      if (!everything.isEmpty()) {
        int more = everything.size() - NAMED;
        notes.add(
            "the whole policy is that of "
                + Terminal.safe(
                    String.join(", ", everything.subList(0, Math.min(NAMED, everything.size()))))
                + (more > 0 ? " and " + more + " more" : "")
                + " as well: with what they start they make all of its calls");
      } else if (stages.isEmpty()) {
        notes.add("no policies by role: there is one role only");
      }
    }
    alike();
    if (phase != null) {
      List<Stage> found = phases(parts, byRole, phase);
      stages.addAll(found);
      if (found.isEmpty()) {
        notes.add("no phase: after no call that every run makes does a process need much less");
      } else {
        notes.add(
            "a process that installs a later stage needs the line `"
                + NEXT_STAGE
                + "` in the policies before it, or `"
                + BY_PRCTL
                + "` if it uses prctl(2), as bwrap does");
      }
    }
  }

  private static List<Stage> phases(Stages parts, boolean byRole, String phase) {
    List<Stage> found = new ArrayList<>();
    if (phase.equals("auto")) {
      found.addAll(parts.auto());
      found.addAll(byRole ? parts.autoByRole() : List.of());
      return found;
    }
    try {
      found.add(parts.after(phase));
      found.addAll(byRole ? parts.afterByRole(phase) : List.of());
      return found;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "--phase: " + e.getMessage() + "; name a call that the runs make, or auto", e);
    }
  }

  private static Path beside(Path whole, String stage) {
    String name = String.valueOf(whole.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return whole.resolveSibling(stem + "." + stage.replaceAll("[^A-Za-z0-9._+-]", "_") + SUFFIX);
  }
}
