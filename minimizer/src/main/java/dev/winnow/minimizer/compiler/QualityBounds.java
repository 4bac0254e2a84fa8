package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What no program can go below that decides architecture, then number, then arguments.
 *
 * <p>Executed instructions of one event: the architecture's load and test; if syscalls differ, the
 * number's load and tests, on average at least those of a Huffman code for the functions that the
 * numbers lead to; for each word of the arguments on which alone the event's result hangs, a load
 * and a test, since a path that does not look at the word returns the same for another value of it;
 * the return.
 *
 * <p>Instructions: the same two loads and the architecture's test; to lead to n functions, n - 1
 * tests of the number; for each function of arguments a load of its own, since it is where the
 * number's tests lead, and the test behind it; a return for each verdict.
 */
final class QualityBounds {
  private final Functions functions;
  private final Planner planner;
  private final List<Sample> samples;
  private final Objective objective;
  private final Diagram diagram;
  private final int root;

  QualityBounds(
      Functions functions,
      Planner planner,
      List<Sample> samples,
      Objective objective,
      Diagram diagram,
      int root) {
    this.functions = functions;
    this.planner = planner;
    this.samples = List.copyOf(samples);
    this.objective = objective;
    this.diagram = diagram;
    this.root = root;
  }

  Quality of(Program program) throws DiagramLimitException {
    int byToken = functions.layer(root, Diagram.ARCH);
    Set<Integer> verdicts = new HashSet<>(functions.verdicts(root));
    Set<Integer> ofArguments = new HashSet<>();
    int instructions = functions.layers().isLeaf(byToken) ? 0 : 2;
    int tests = 0;
    int testBound = 0;
    double executed = 0;
    boolean exact = true;
    for (Map.Entry<Integer, Tree> part : planner.dispatch().entrySet()) {
      int layer = functions.layer(part.getKey(), Diagram.NR);
      Set<Integer> targets = functions.layers().functions(layer);
      targets.stream().filter(target -> !functions.isVerdict(target)).forEach(ofArguments::add);
      instructions += targets.size();
      tests += RangeSplit.tests(part.getValue());
      Ranges ranges = Ranges.of(functions.layers(), layer, 0, 0, Program.MAX_INSTRUCTIONS);
      if (ranges == null) {
        exact = false;
        continue;
      }
      double[] weights = weights(ranges, part.getKey(), byToken);
      executed += LowerBounds.functions(ranges, weights);
      testBound += LowerBounds.tests(ranges);
      exact &= exact(part.getValue(), ranges, weights);
    }
    for (Sample sample : samples) {
      executed += sample.uncached() == 0 ? 0 : sample.uncached() * beside(sample, byToken);
    }
    MeasuredCost measured = new MeasuredCost(samples, objective);
    return new Quality(
        program.size(),
        instructions + 2 * ofArguments.size() + verdicts.size(),
        measured.uncached(program),
        executed,
        MeasuredCost.longest(program),
        tests,
        testBound,
        exact ? Quality.Search.EXACT : Quality.Search.BOUNDED,
        functions.effort().spent());
  }

  /** Whether a tree of one architecture's numbers is known to be the best for the objective. */
  private boolean exact(Tree tree, Ranges ranges, double[] weights) {
    if (objective.perInstruction() >= 1) {
      return RangeSplit.tests(tree) <= LowerBounds.tests(ranges);
    }
    double executed = 0;
    for (int r = 0; r < ranges.count(); r++) {
      executed += weights[r] * depth(tree, ranges.first(r));
    }
    return executed <= LowerBounds.executed(ranges, weights) + 1e-9;
  }

  private static int depth(Tree tree, int value) {
    int depth = 0;
    Tree here = tree;
    while (here instanceof Tree.Test test) {
      here = test.holds(value) ? test.yes() : test.no();
      depth++;
    }
    return depth;
  }

  /** How often the numbers of each range come, on the architectures of one function. */
  private double[] weights(Ranges ranges, int function, int byToken) {
    double[] weights = new double[ranges.count()];
    for (Sample sample : samples) {
      if (functions.layers().at(byToken, sample.word(Diagram.ARCH)) == function) {
        weights[ranges.indexOf(sample.word(Diagram.NR))] += sample.uncached();
      }
    }
    return weights;
  }

  /** What an event executes at least beside the number's tests. */
  private int beside(Sample sample, int byToken) {
    int ofArch = functions.layers().at(byToken, sample.word(Diagram.ARCH));
    int archs = functions.layers().isLeaf(byToken) ? 0 : 2;
    int number = (functions.words(ofArch) & 1 << Diagram.NR) == 0 ? 0 : 1;
    int function = diagram.restrict(root, sample.word(Diagram.ARCH), sample.word(Diagram.NR));
    return archs + number + 2 * functions.decisive(function, sample) + 1;
  }
}
