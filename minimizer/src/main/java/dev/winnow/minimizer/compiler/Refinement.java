package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.DiagramLimitException;

/**
 * Tries other orders of words on the whole program, one function at a time, and keeps what measures
 * better.
 *
 * <p>Before: each function's order is the best for it alone, guessing what others will share.
 * After: 206 instructions become 201 for a policy of 87 syscalls, since what is shared is counted
 * in the program itself.
 */
final class Refinement {
  /**
   * Programs that are made. Too low: large policies keep their first order. Too high: each costs
   * about a millisecond, more in a young JVM.
   */
  private static final int TRIALS = 160;

  /** What it costs to make a program. */
  private static final int STEPS_PER_INSTRUCTION = 10;

  private final Functions functions;
  private final WordOrder order;
  private final WordSearch search;
  private final MeasuredCost measured;
  private final int root;
  private final Events events;
  private int trials;

  /** A plan, its program and what that costs. */
  record Made(Planner planner, Program program, double cost) {}

  Refinement(
      Functions functions,
      WordOrder order,
      WordSearch search,
      MeasuredCost measured,
      int root,
      Events events) {
    this.functions = functions;
    this.order = order;
    this.search = search;
    this.measured = measured;
    this.root = root;
    this.events = events;
  }

  /** The best program found; a function's alternatives are tried until none of them is better. */
  Made best() throws DiagramLimitException {
    Made best = make();
    boolean better = best.program.size() <= Program.MAX_INSTRUCTIONS;
    while (better) {
      better = false;
      for (int function : best.planner.ofSeveralWords()) {
        Made tried = alternatives(function, best);
        better |= tried.cost < best.cost;
        best = tried;
        if (spent()) {
          return best;
        }
      }
    }
    return best;
  }

  private Made alternatives(int function, Made known) throws DiagramLimitException {
    Made best = known;
    int chosen = order.wordOf(function);
    for (int word : WordOrder.wordsIn(functions.words(function))) {
      if (word != chosen && !spent()) {
        order.prefer(function, word);
        Made tried = make();
        if (tried.cost < best.cost - 1e-9) {
          best = tried;
          chosen = word;
        }
      }
    }
    order.prefer(function, chosen);
    return best;
  }

  private boolean spent() {
    return trials > TRIALS || functions.effort().spent();
  }

  private Made make() throws DiagramLimitException {
    trials++;
    Planner planner = new Planner(functions, order, search);
    Program program = Layout.of(planner.graph(), planner.plan(root, events));
    functions.effort().spend((long) STEPS_PER_INSTRUCTION * program.size());
    return new Made(planner, program, measured.of(program));
  }
}
