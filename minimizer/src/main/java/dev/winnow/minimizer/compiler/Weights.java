package dev.winnow.minimizer.compiler;

import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.List;

/**
 * How often what happens, for the layout of a program; it never changes what the program returns.
 *
 * @param events whole events
 * @param counts syscalls whose arguments are not known; they are spread over what the policy
 *     permits
 */
public record Weights(List<Event> events, List<Count> counts) {
  /** Every syscall that the policy treats differently from most is equally likely. */
  public static final Weights UNIFORM = new Weights(List.of(), List.of());

  /**
   * An event.
   *
   * @param data the event
   * @param weight how often it happens, in any unit, positive
   */
  public record Event(SeccompData data, double weight) {
    public Event {
      requirePositive(weight);
    }
  }

  /**
   * A syscall.
   *
   * @param arch its architecture
   * @param number its number there
   * @param weight how often it happens, in any unit, positive
   */
  public record Count(Arch arch, int number, double weight) {
    public Count {
      requirePositive(weight);
    }
  }

  public Weights {
    events = List.copyOf(events);
    counts = List.copyOf(counts);
  }

  private static void requirePositive(double weight) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight " + weight + " is not positive");
    }
  }
}
