package dev.winnow.cli;

import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.Loosening;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A policy where a learned one is about to be written: an update of it only loosens. */
final class ExistingPolicy {
  private static final String REMEDY = "; --relearn replaces it, or write to another file";

  private ExistingPolicy() {}

  /** The learned policy, and what the one in the file permits beyond it; a note says what. */
  static LearnedPolicy kept(Path file, LearnedPolicy learned) {
    if (!Files.isRegularFile(file)) {
      return learned;
    }
    Policy old;
    try {
      old = Policies.parse(Terminal.name(file), Files.readAllBytes(file));
    } catch (PolicySyntaxException e) {
      return learned; // not a policy: replaced, as any output is
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + Terminal.name(file) + ": " + Problem.reason(e), e);
    }
    try {
      Loosening loosening = Loosening.of(old, learned.policy());
      if (loosening.kept().isEmpty()) {
        return learned;
      }
      List<String> notes = new ArrayList<>(learned.notes());
      notes.add(
          "kept of "
              + Terminal.name(file)
              + ", which permitted more: "
              + String.join(", ", loosening.kept())
              + " (an update only loosens; --relearn tightens)");
      return new LearnedPolicy(
          loosening.policy(), learned.template(), learned.predicted(), learned.risk(), notes);
    } catch (IllegalArgumentException | DiagramLimitException e) {
      throw new CommandFailure(
          Terminal.name(file) + ": cannot be updated: " + e.getMessage() + REMEDY, e);
    }
  }
}
