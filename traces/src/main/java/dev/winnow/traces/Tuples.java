package dev.winnow.traces;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The combinations of the constrainable arguments of one syscall that occurred together, while
 * there are at most {@value #CAP}; none beyond. They say what is correlated, and weight a program's
 * paths.
 *
 * @param seen combination to feature; empty if {@code over}
 * @param over whether there were more
 */
public record Tuples(SortedMap<Tuple, Feature> seen, boolean over) {
  public static final int CAP = 256;

  public static final Tuples NONE = new Tuples(Collections.emptySortedMap(), false);

  /** One combination, an entry per argument of the syscall; empty where dead, hidden or free. */
  public record Tuple(List<Optional<Long>> values) implements Comparable<Tuple> {
    private static final Comparator<Optional<Long>> EMPTY_FIRST =
        Comparator.comparing(Optional<Long>::isPresent)
            .thenComparing((a, b) -> Long.compareUnsigned(a.orElse(0L), b.orElse(0L)));

    public Tuple {
      values = List.copyOf(values);
    }

    @Override
    public int compareTo(Tuple other) {
      for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
        int order = EMPTY_FIRST.compare(values.get(i), other.values.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(values.size(), other.values.size());
    }
  }

  public Tuples {
    over = over || seen.size() > CAP;
    seen = over ? Collections.emptySortedMap() : Frozen.copyOf(seen);
  }

  /**
   * Whether combinations keep this argument: the kinds whose values mean something each, and the
   * opaque arguments of fcntl(2) and prctl(2), whose meaning the command before them decides.
   */
  public static boolean keeps(Syscall syscall, int index) {
    Argument argument = syscall.arguments().get(index);
    return switch (argument.kind()) {
      case ENUM, FLAGS, MODE, SIGNAL, ID -> true;
      case OPAQUE ->
          switch (syscall.name()) {
            case "fcntl", "fcntl64" -> argument.name().equals("arg");
            case "prctl" -> argument.name().equals("arg2");
            default -> false;
          };
      case FD, PID, SIZE, COUNT, OFFSET, POINTER -> false;
    };
  }

  Tuples join(Tuples other, Join join) {
    return new Tuples(Joins.union(seen, other.seen, (a, b) -> a.join(b, join)), over || other.over);
  }
}
