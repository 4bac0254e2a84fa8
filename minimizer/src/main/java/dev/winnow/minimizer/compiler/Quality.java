package dev.winnow.minimizer.compiler;

/**
 * How good a program is, and what no program of its kind can go below: one that decides the
 * architecture first, then the number, so that the kernel can decide plain syscalls alone, then the
 * arguments.
 *
 * @param instructions its length
 * @param instructionBound no such program is shorter
 * @param comparisonInstructions none is that tests words by JEQ and JGE alone, each test always of
 *     the same word; {@code instructionBound} if the policy is too large to work that out
 * @param executed executed instructions per event of the workload, those that the kernel decides
 *     alone counted as 0
 * @param executedBound no such program executes fewer
 * @param comparisonExecuted no such program of JEQ and JGE alone executes fewer
 * @param longest the instructions on its longest path
 * @param dispatchTests the tests of the syscall number
 * @param dispatchBound no tree of JEQ and JGE tells the numbers apart with fewer; one JSET can
 *     stand for several
 * @param dispatch whether the tests of the number are known to be the best for the objective
 * @param argumentWords the tests of argument words, one for each function and word
 * @param exactWords those of them that are the best for the objective: no tree of JEQ and JGE tells
 *     the word's values apart at less cost
 * @param cutOff whether the search ended before it had tried everything that it knows, because the
 *     policy is too large
 */
public record Quality(
    int instructions,
    int instructionBound,
    int comparisonInstructions,
    double executed,
    double executedBound,
    double comparisonExecuted,
    int longest,
    int dispatchTests,
    int dispatchBound,
    Search dispatch,
    int argumentWords,
    int exactWords,
    boolean cutOff) {

  /** What is known of a search's result. */
  public enum Search {
    /**
     * No tree of JEQ and JGE is better: shorter, if the objective is the length, else executing
     * fewer tests. It meets the bound.
     */
    EXACT,
    /** It lies between the bound and itself. */
    BOUNDED
  }
}
