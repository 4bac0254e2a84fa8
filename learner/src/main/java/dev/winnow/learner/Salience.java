package dev.winnow.learner;

import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Resource;
import dev.winnow.traces.Syscall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bit that a constraint removes is worth: the weight of its kind, for what attackers can do
 * with such arguments, times that of the argument in {@code salience.tsv}.
 */
final class Salience {
  private static final Map<String, Double> ARGUMENTS = read();

  private Salience() {}

  private static Map<String, Double> read() {
    Map<String, Double> weights = new HashMap<>();
    for (List<String> row : Resource.rows(Salience.class, "salience.tsv", 4)) {
      weights.put(row.get(0) + "." + row.get(1), Double.valueOf(row.get(2)));
    }
    return Map.copyOf(weights);
  }

  /** The weight of one bit of an argument, 0.05 to 8. */
  static double of(Syscall syscall, int index) {
    Argument argument = syscall.arguments().get(index);
    return ARGUMENTS.getOrDefault(syscall.name() + "." + argument.name(), 1.0)
        * of(argument.kind());
  }

  private static double of(Kind kind) {
    return switch (kind) {
      case ENUM, FLAGS -> 1;
      case SIGNAL, ID -> 0.8;
      case MODE -> 0.6;
      case FD, PID, OPAQUE -> 0.4;
      case COUNT, SIZE -> 0.1;
      case OFFSET -> 0.05;
      case POINTER -> 0;
    };
  }
}
