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
import java.util.Optional;

/** A policy where a learned one is about to be written: an update of it only loosens. */
final class ExistingPolicy {
  private static final String REMEDY = "; --relearn replaces it, or write to another file";

  private static final String FAULTY = "Remedy: mend the policy, or name another file with -o";

  private ExistingPolicy() {}

  private static boolean isPolicy(Path file) {
    return Content.of(Inputs.start(file)) == Content.POLICY;
  }

  /** The learned policy, and what the one in the file permits beyond it; a note says what. */
  static LearnedPolicy kept(Path file, LearnedPolicy learned) {
    Optional<Policy> old = policy(file);
    if (old.isEmpty()) {
      return learned;
    }
    try {
      Loosening loosening = Loosening.of(old.get(), learned.policy());
      if (loosening.kept().isEmpty()) {
        return learned;
      }
      List<String> notes = new ArrayList<>(learned.notes());
      notes.add(
          "kept of "
              + Terminal.name(file)
              + ", which permitted more: "
              + String.join(", ", loosening.kept())
              + " (an update only loosens; --relearn tightens; what it denied is denied as the learned policy denies)");
      return new LearnedPolicy(
          loosening.policy(), learned.template(), learned.predicted(), learned.risk(), notes);
    } catch (IllegalArgumentException | DiagramLimitException e) {
      throw new CommandFailure(
          Terminal.name(file) + ": cannot be updated: " + e.getMessage() + REMEDY, e);
    }
  }

  /**
   * What a policy that is about to be replaced permits and the learned one does not, if it does.
   */
  static Optional<String> lost(Path file, Policy learned) {
    Optional<Policy> old;
    try {
      old = policy(file);
    } catch (CommandFailure e) {
      return Optional.of("replaced %s, which cannot be read".formatted(Terminal.name(file)));
    }
    try {
      List<String> kept = old.isEmpty() ? List.of() : Loosening.of(old.get(), learned).kept();
      return kept.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "replaced %s, which permitted more: %s (`winnow learn` onto a policy keeps that)"
                  .formatted(Terminal.name(file), String.join(", ", kept)));
    } catch (IllegalArgumentException | DiagramLimitException e) {
      return Optional.of(
          "replaced %s, which cannot be compared: %s"
              .formatted(Terminal.name(file), e.getMessage()));
    }
  }

  /**
   * Empty if there is no policy there: what is there is replaced, as any output is; but not what
   * only a fault keeps from being one.
   */
  private static Optional<Policy> policy(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Policies.parse(Terminal.name(file), Files.readAllBytes(file)));
    } catch (PolicySyntaxException e) {
      if (isPolicy(file)) {
        throw new CommandFailure(e.getMessage() + "\nIt would be replaced. " + FAULTY, e);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + Terminal.name(file) + ": " + Problem.reason(e), e);
    }
  }
}
