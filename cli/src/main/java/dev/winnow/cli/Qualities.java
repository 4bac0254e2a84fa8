package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.compiler.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How good a program is, in words and as JSON. */
final class Qualities {
  private Qualities() {}

  static List<String> lines(Quality quality) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "executed per event: %.2f (what the kernel decides alone counts 0), at least %.2f for any"
                + " program that tests architecture, number, arguments, %.2f for one of JEQ and JGE;"
                + " longest path: %d",
            quality.executed(),
            quality.executedBound(),
            quality.comparisonExecuted(),
            quality.longest()));
    lines.add(
        "instructions: at least %d for any such program, %d for one of JEQ and JGE, each of one word"
            .formatted(quality.instructionBound(), quality.comparisonInstructions()));
    lines.add(
        String.format(
            Locale.ROOT,
            "tests of the number: %d, %s %d; arguments: %d of %d words exact, no tree of JEQ and JGE is"
                + " better; the others and the order of words by bounded search%s",
            quality.dispatchTests(),
            quality.dispatch() == Quality.Search.EXACT
                ? "exact: no tree of JEQ and JGE is better, they need"
                : "bounded search: trees of JEQ and JGE need at least",
            quality.dispatchBound(),
            quality.exactWords(),
            quality.argumentWords(),
            quality.cutOff() ? ", cut off because the policy is large" : ""));
    return lines;
  }

  static void put(ObjectNode facts, Quality quality) {
    ObjectNode node = facts.putObject("quality");
    node.put("instructionBound", quality.instructionBound());
    node.put("comparisonInstructions", quality.comparisonInstructions());
    node.put("executed", quality.executed());
    node.put("executedBound", quality.executedBound());
    node.put("comparisonExecuted", quality.comparisonExecuted());
    node.put("longest", quality.longest());
    node.put("dispatchTests", quality.dispatchTests());
    node.put("dispatchTestsBound", quality.dispatchBound());
    node.put("dispatch", quality.dispatch().name().toLowerCase(Locale.ROOT));
    node.put("argumentWords", quality.argumentWords());
    node.put("exactArgumentWords", quality.exactWords());
    node.put("cutOff", quality.cutOff());
  }
}
