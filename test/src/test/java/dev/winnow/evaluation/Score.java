package dev.winnow.evaluation;

import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Policy;
import java.util.List;

/**
 * How a method did on a program.
 *
 * @param program the program
 * @param method the method's name
 * @param one each run once held out
 * @param halves half of the runs held out
 * @param self the runs tried on the policy that was learned from all of them
 * @param blocked probes that this policy blocks
 * @param volume {@link ResidualVolume} of this policy
 * @param instructions of its program; -1 if none could be made
 */
record Score(
    String program,
    String method,
    Denials one,
    Denials halves,
    Denials self,
    int blocked,
    double volume,
    int instructions) {

  /** Tries a method on a program. */
  static Score of(Method method, String program, Folds folds, List<Probe> probes) {
    Policy whole = method.policy(folds.whole());
    return new Score(
        program,
        method.name(),
        tried(method, folds.leaveOneOut()),
        tried(method, folds.halves()),
        Denials.of(whole, folds.whole().runs()),
        (int) probes.stream().filter(probe -> probe.blockedBy(whole)).count(),
        ResidualVolume.of(whole, folds.whole().evidence()),
        instructions(whole));
  }

  /**
   * The runs of a program, whole and split both ways.
   *
   * @param whole all of them
   * @param leaveOneOut each run once held out
   * @param halves half of the runs held out
   */
  record Folds(Training whole, List<Fold> leaveOneOut, List<Fold> halves) {
    Folds {
      leaveOneOut = List.copyOf(leaveOneOut);
      halves = List.copyOf(halves);
    }
  }

  private static Denials tried(Method method, List<Fold> folds) {
    Denials all = Denials.NONE;
    for (Fold fold : folds) {
      all = all.plus(Denials.of(method.policy(fold.training()), fold.heldOut()));
    }
    return all;
  }

  private static int instructions(Policy policy) {
    try {
      return Compiler.compile(policy, Weights.UNIFORM, Objective.SIZE).program().size();
    } catch (CompilationException e) {
      System.err.println("not compiled: " + e.getMessage());
      return -1;
    }
  }
}
