package dev.winnow.minimizer.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the words of {@code struct seccomp_data}, in a form that does not depend on the
 * order of its parts: they are sorted, none occurs twice, constants are gone, no two tests side by
 * side look at the same bits of one word, and no two alternatives differ in one test only.
 */
sealed interface Formula permits Formula.Constant, Formula.All, Formula.Any, WordTest {
  /**
   * A constant.
   *
   * @param holds which
   */
  record Constant(boolean holds) implements Formula {
    @Override
    public String toString() {
      return holds ? "1" : "0";
    }
  }

  /**
   * Two or more conditions.
   *
   * @param parts in normal order
   */
  record All(List<Formula> parts) implements Formula {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return joined(parts, " && ");
    }
  }

  /**
   * Two or more alternatives.
   *
   * @param parts in normal order
   */
  record Any(List<Formula> parts) implements Formula {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return joined(parts, " || ");
    }
  }

  Formula TRUE = new Constant(true);
  Formula FALSE = new Constant(false);

  /** Tests before groups, by word; the order means nothing, and is total. */
  Comparator<Formula> ORDER = Formula::compare;

  static Formula all(List<Formula> parts) {
    return join(parts, true);
  }

  static Formula any(List<Formula> parts) {
    return join(parts, false);
  }

  /** The opposite. */
  static Formula not(Formula formula) {
    return switch (formula) {
      case Constant(boolean holds) -> holds ? FALSE : TRUE;
      case WordTest test -> test.complement();
      case All(List<Formula> parts) -> any(parts.stream().map(Formula::not).toList());
      case Any(List<Formula> parts) -> all(parts.stream().map(Formula::not).toList());
    };
  }

  /** What is left of the condition for values of one word. */
  static Formula restrict(Formula formula, int word, Cube cube) {
    return switch (formula) {
      case Constant constant -> constant;
      case WordTest test -> test.word() == word ? test.restrict(cube) : test;
      case All(List<Formula> parts) -> restrict(formula, parts, true, word, cube);
      case Any(List<Formula> parts) -> restrict(formula, parts, false, word, cube);
    };
  }

  private static Formula restrict(
      Formula formula, List<Formula> parts, boolean all, int word, Cube cube) {
    List<Formula> rest = new ArrayList<>(parts.size());
    boolean changed = false;
    for (Formula part : parts) {
      Formula left = restrict(part, word, cube);
      if (left instanceof Constant(boolean holds)) {
        if (holds != all) {
          return left;
        }
      } else {
        changed |= !left.equals(part);
        rest.add(left);
      }
    }
    if (changed || rest.size() < 2) {
      return join(rest, all);
    }
    // Parts that only went away leave the others in their order.
    return rest.size() == parts.size() ? formula : all ? new All(rest) : new Any(rest);
  }

  /** A test of the word, or of any word if that is negative; null if there is none. */
  static @Nullable WordTest testOf(Formula formula, int word) {
    return switch (formula) {
      case Constant constant -> null;
      case WordTest test -> word < 0 || test.word() == word ? test : null;
      case All(List<Formula> parts) -> testOf(parts, word);
      case Any(List<Formula> parts) -> testOf(parts, word);
    };
  }

  private static @Nullable WordTest testOf(List<Formula> parts, int word) {
    for (Formula part : parts) {
      WordTest test = testOf(part, word);
      if (test != null) {
        return test;
      }
    }
    return null;
  }

  private static Formula join(List<Formula> given, boolean all) {
    SortedSet<Formula> parts = new TreeSet<>(ORDER);
    for (Formula part : given) {
      if (!add(parts, part, all)) {
        return all ? FALSE : TRUE;
      }
    }
    if (!all && parts.size() > 1) {
      Collection<Formula> merged = Twins.merged(parts);
      if (merged.size() < parts.size()) {
        return any(List.copyOf(merged));
      }
    }
    return switch (parts.size()) {
      case 0 -> all ? TRUE : FALSE;
      case 1 -> parts.first();
      default -> all ? new All(List.copyOf(parts)) : new Any(List.copyOf(parts));
    };
  }

  /** Adds a part; false if that decides the whole. */
  private static boolean add(SortedSet<Formula> parts, Formula part, boolean all) {
    return switch (part) {
      case Constant(boolean holds) -> holds == all;
      case All(List<Formula> inner) when all ->
          inner.stream().allMatch(one -> add(parts, one, true));
      case Any(List<Formula> inner) when !all ->
          inner.stream().allMatch(one -> add(parts, one, false));
      case WordTest test -> addTest(parts, test, all);
      default -> {
        parts.add(part);
        yield true;
      }
    };
  }

  /** Two tests of the same bits become one. */
  private static boolean addTest(SortedSet<Formula> parts, WordTest test, boolean all) {
    for (Formula other : parts) {
      if (other instanceof WordTest twin && twin.sameBits(test)) {
        parts.remove(other);
        return add(parts, all ? twin.and(test) : twin.or(test), all);
      }
      if (!(other instanceof WordTest)) {
        break; // tests come first
      }
    }
    parts.add(test);
    return true;
  }

  private static int compare(Formula left, Formula right) {
    if (left instanceof WordTest a && right instanceof WordTest b) {
      return WordTest.ORDER.compare(a, b);
    }
    int byKind = Integer.compare(rank(left), rank(right));
    return byKind != 0 ? byKind : compare(parts(left), parts(right));
  }

  private static int compare(List<Formula> left, List<Formula> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int byPart = compare(left.get(i), right.get(i));
      if (byPart != 0) {
        return byPart;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int rank(Formula formula) {
    return switch (formula) {
      case WordTest test -> 0;
      case All all -> 1;
      case Any any -> 2;
      case Constant(boolean holds) -> holds ? 4 : 3;
    };
  }

  private static List<Formula> parts(Formula formula) {
    return switch (formula) {
      case All(List<Formula> parts) -> parts;
      case Any(List<Formula> parts) -> parts;
      case WordTest test -> List.of();
      case Constant constant -> List.of();
    };
  }

  private static String joined(List<Formula> parts, String operator) {
    return parts.stream()
        .map(part -> part instanceof WordTest ? part.toString() : "(" + part + ")")
        .collect(Collectors.joining(operator));
  }
}
