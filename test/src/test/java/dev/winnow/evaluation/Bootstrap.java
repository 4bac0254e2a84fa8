package dev.winnow.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How far a mean over programs would move with other programs: the percentile bootstrap. Programs
 * are drawn again, all methods of one together, so that differences are paired. Runs are not drawn
 * again: a resample has runs twice, and nothing in such a run is unseen.
 */
final class Bootstrap {
  private static final int DRAWS = 2000;
  private static final long SEED = 20260102;

  private Bootstrap() {}

  /** The middle 95 % of a figure; the same programs give the same interval. */
  static double[] interval(List<String> programs, ToDoubleFunction<List<String>> figure) {
    Random random = new Random(SEED);
    double[] figures = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      List<String> drawn = new ArrayList<>();
      for (int i = 0; i < programs.size(); i++) {
        drawn.add(programs.get(random.nextInt(programs.size())));
      }
      figures[draw] = figure.applyAsDouble(drawn);
    }
    Arrays.sort(figures);
    return new double[] {figures[DRAWS / 40], figures[DRAWS - 1 - DRAWS / 40]};
  }
}
