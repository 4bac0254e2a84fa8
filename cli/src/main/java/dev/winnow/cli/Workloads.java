package dev.winnow.cli;

import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.compiler.Workload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what {@code --workload} names: evidence, or a TSV of weighted events. */
final class Workloads {
  private Workloads() {}

  static Weights read(@Nullable Path file, GlobalOptions global) {
    if (file == null) {
      return Weights.UNIFORM;
    }
    byte[] content = Inputs.bytes(file);
    if (Inputs.isEvidence(content)) {
      return Workload.of(Inputs.evidence(file, content));
    }
    try {
      return Workload.parse(new String(content, StandardCharsets.UTF_8), global.archOrDefault());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Terminal.name(file) + ":" + e.getMessage(), e);
    }
  }
}
