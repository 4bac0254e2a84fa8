package dev.winnow.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A method's means over the programs.
 *
 * @param method its name
 * @param denied share of runs denied that were left out alone
 * @param beyondNames that share less the one of the list of names that predicts as it does
 * @param byArguments share of such runs with a denial by arguments
 * @param events share of their events that were denied
 * @param deniedHalves share of runs denied when half of them were left out
 * @param beyondNamesHalves the same less that of the list of names
 * @param byArgumentsHalves share of these with a denial by arguments
 * @param blocked share of probes blocked
 * @param volume {@link ResidualVolume}
 * @param instructions of the programs that could be made; NaN if there is none
 * @param tooLong programs for which none could be made
 * @param self runs denied by the policy that was learned from them
 */
record Row(
    String method,
    double denied,
    double beyondNames,
    double byArguments,
    double events,
    double deniedHalves,
    double beyondNamesHalves,
    double byArgumentsHalves,
    double blocked,
    double volume,
    double instructions,
    int tooLong,
    int self) {

  /**
   * The means of a method.
   *
   * @param scores of the method, one for each program
   * @param names of the list of names, for the same programs
   * @param probes how many there are
   */
  static Row of(String method, List<Score> scores, List<Score> names, int probes) {
    double denied = mean(scores, score -> score.one().runShare());
    double halves = mean(scores, score -> score.halves().runShare());
    return new Row(
        method,
        denied,
        denied - mean(names, score -> score.one().runShare()),
        mean(scores, score -> score.one().argumentShare()),
        mean(scores, score -> score.one().eventShare()),
        halves,
        halves - mean(names, score -> score.halves().runShare()),
        mean(scores, score -> score.halves().argumentShare()),
        mean(scores, score -> (double) score.blocked() / probes),
        mean(scores, Score::volume),
        mean(
            scores.stream().filter(score -> score.instructions() >= 0).toList(),
            Score::instructions),
        (int) scores.stream().filter(score -> score.instructions() < 0).count(),
        scores.stream().mapToInt(score -> score.self().denied()).sum());
  }

  private static double mean(List<Score> scores, ToDoubleFunction<Score> figure) {
    return scores.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
