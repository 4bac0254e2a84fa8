package dev.winnow.traces;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That processes of one role started another: seccomp filters are inherited along it.
 *
 * @param parent the role of who made the call
 * @param child the role of who began; the same as {@code parent} where roles are told apart no more
 * @param step how it was started
 */
public record Descent(String parent, String child, Step step) implements Comparable<Descent> {
  private static final Comparator<Descent> ORDER =
      Comparator.comparing(Descent::parent)
          .thenComparing(Descent::child)
          .thenComparing(Descent::step);

  /** How a role begins. */
  public enum Step {
    /** A new process: fork, vfork, clone, posix_spawn. */
    FORK,
    /** A new thread of the same process, by {@code CLONE_THREAD}. */
    THREAD,
    /** The same process with another program. */
    EXEC;

    /** As files and the names of roles have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Step ofLabel(String label) {
      for (Step step : values()) {
        if (step.label().equals(label)) {
          return step;
        }
      }
      return null;
    }
  }

  @Override
  public int compareTo(Descent other) {
    return ORDER.compare(this, other);
  }
}
