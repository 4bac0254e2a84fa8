package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What no program can go below that decides architecture, then number, then arguments.
 *
 * <p>Executed instructions of one event: the architecture's load and test; if syscalls differ, the
 * number's load and tests, on average at least those of a Huffman code for the functions that the
 * numbers lead to; for each word of the arguments on which alone the event's result hangs, a load
 * and a test, since a path that does not look at the word returns the same for another value of it;
 * the return.
 *
 * <p>Instructions: the architecture's load and test; a load of the number for each architecture
 * that differs, and to lead to n functions, n - 1 tests of it, which architectures may share; for
 * each function of arguments a load of its own, since it is where the number's tests lead, and a
 * test or jump behind it; a return for each verdict.
 *
 * <p>Where the tests are JEQ and JGE alone, {@link ComparisonBounds} says more.
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
    Set<Integer> ofArguments = new TreeSet<>();
    int mostTargets = 1;
    int tests = 0;
    int testBound = 0;
    double executed = 0;
    double compared = 0;
    boolean exact = true;
    for (Map.Entry<Integer, Tree> part : planner.dispatch().entrySet()) {
      int layer = functions.layer(part.getKey(), Diagram.NR);
      Set<Integer> targets = functions.layers().functions(layer);
      targets.stream().filter(target -> !functions.isVerdict(target)).forEach(ofArguments::add);
      mostTargets = Math.max(mostTargets, targets.size());
      tests += RangeSplit.tests(part.getValue());
      Ranges ranges = Ranges.of(functions.layers(), layer, 0, 0, Program.MAX_INSTRUCTIONS);
      if (ranges == null) {
        exact = false;
        continue;
      }
      double[] weights = weights(ranges, part.getKey(), byToken);
      executed += LowerBounds.functions(ranges, weights);
      compared += LowerBounds.executed(ranges, weights);
      testBound += LowerBounds.tests(ranges);
      exact &= exact(part.getValue(), ranges, weights);
    }
    for (Sample sample : samples) {
      executed += sample.uncached() == 0 ? 0 : sample.uncached() * beside(sample, byToken);
    }
    MeasuredCost measured = new MeasuredCost(samples, objective);
    int loads = planner.dispatch().size() + ofArguments.size();
    int fixed = (functions.layers().isLeaf(byToken) ? 0 : 2) + loads + verdicts();
    int instructions = fixed + mostTargets - 1 + ofArguments.size();
    return new Quality(
        program.size(),
        instructions,
        Math.max(instructions, fixed + comparisons(ofArguments)),
        measured.uncached(program),
        executed,
        Math.max(executed, compared + comparedArguments(byToken)),
        MeasuredCost.longest(program),
        tests,
        testBound,
        exact ? Quality.Search.EXACT : Quality.Search.BOUNDED,
        planner.argumentLayers().size(),
        exactLayers(),
        functions.effort().cutOff());
  }

  /** Words with so few ranges of values that all trees were tried. */
  private int exactLayers() {
    int exact = 0;
    for (int layer : planner.argumentLayers()) {
      exact += Ranges.of(functions.layers(), layer, 0, 0, ExactSearch.MAX_RANGES) == null ? 0 : 1;
    }
    return exact;
  }

  private int verdicts() {
    return functions.verdicts(root).size();
  }

  /** Tests of numbers and arguments, if they are comparisons; 0 if the policy is too large. */
  private int comparisons(Set<Integer> ofArguments) throws DiagramLimitException {
    if (functions.effort().spent()) {
      return 0;
    }
    ComparisonBounds bounds = new ComparisonBounds(functions);
    int tests = bounds.tests(Diagram.NR, planner.dispatch().keySet());
    for (int word = 2; word < 16; word++) {
      tests += bounds.tests(word, ofArguments);
    }
    return tests;
  }

  /** What events execute beside the tests of the number, if they test arguments by comparisons. */
  private double comparedArguments(int byToken) {
    Map<Integer, List<Sample>> byFunction = new TreeMap<>();
    double executed = 0;
    for (Sample sample : samples) {
      if (sample.uncached() > 0) {
        int function = diagram.restrict(root, sample.word(Diagram.ARCH), sample.word(Diagram.NR));
        byFunction.computeIfAbsent(function, f -> new ArrayList<>()).add(sample);
        executed += sample.uncached() * (1 + toTheNumber(sample, byToken));
      }
    }
    ComparisonBounds bounds = new ComparisonBounds(functions);
    for (Map.Entry<Integer, List<Sample>> entry : byFunction.entrySet()) {
      executed += bounds.executed(entry.getKey(), entry.getValue());
    }
    return executed;
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
    int function = diagram.restrict(root, sample.word(Diagram.ARCH), sample.word(Diagram.NR));
    return toTheNumber(sample, byToken) + 2 * functions.decisive(function, sample) + 1;
  }

  /** The load and test of the architecture, and the load of the number. */
  private int toTheNumber(Sample sample, int byToken) {
    int ofArch = functions.layers().at(byToken, sample.word(Diagram.ARCH));
    int archs = functions.layers().isLeaf(byToken) ? 0 : 2;
    return archs + ((functions.words(ofArch) & 1 << Diagram.NR) == 0 ? 0 : 1);
  }
}
