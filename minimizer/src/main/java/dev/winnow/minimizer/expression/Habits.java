package dev.winnow.minimizer.expression;

import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How people write a syscall's arguments.
 *
 * @param choices those whose values have names and no order, such as commands: {@code cmd in
 *     {TCGETS, TIOCGWINSZ}}
 * @param flags those that are sets of bits: {@code (flags & ~O_CLOEXEC) == 0}
 */
record Habits(Set<Integer> choices, Set<Integer> flags) {
  /** About arguments of which nothing is known. */
  static final Habits NONE = new Habits(Set.of(), Set.of());

  Habits {
    choices = Set.copyOf(choices);
    flags = Set.copyOf(flags);
  }

  static Habits of(@Nullable Syscall syscall) {
    if (syscall == null) {
      return NONE;
    }
    Set<Integer> choices = new HashSet<>();
    Set<Integer> flags = new HashSet<>();
    for (int i = 0; i < syscall.arity(); i++) {
      Kind kind = syscall.arguments().get(i).kind();
      if (kind == Kind.ENUM || kind == Kind.SIGNAL) {
        choices.add(i);
      }
      if (kind == Kind.FLAGS) {
        flags.add(i);
      }
    }
    return new Habits(choices, flags);
  }
}
