package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Term;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Resource;
import dev.winnow.traces.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values and bits of one argument that are alike, by the table {@code alike.tsv}.
 *
 * @param free whether all that the kernel takes are
 * @param anyBits bits that are allowed whatever was seen
 * @param anyValues values that are allowed whatever was seen, without {@code anyBits}
 * @param bitsTogether each all of its bits once one of them was seen; no two share a bit
 * @param valuesTogether each all of its values once one of them was seen; no two share a value
 */
record Alike(
    boolean free,
    long anyBits,
    List<Expr.Range> anyValues,
    List<Long> bitsTogether,
    List<List<Expr.Range>> valuesTogether) {
  private static final Alike NOTHING = new Alike(false, 0, List.of(), List.of(), List.of());
  private static final Map<Place, Alike> KNOWN = new ConcurrentHashMap<>();

  static final List<Row> ROWS =
      Resource.rows(Alike.class, "alike.tsv", 5).stream()
          .map(row ->
              new Row(
                  List.of(row.get(0).split("\\|", -1)),
                  row.get(1),
                  How.valueOf(row.get(2).replace(' ', '_').toUpperCase(Locale.ROOT)),
                  row.get(3),
                  row.get(4)))
          .toList();

  /** What a row says of its constants. */
  enum How {
    FREE,
    ANY_VALUES,
    ANY_BITS,
    TOGETHER_VALUES,
    TOGETHER_BITS;

    /** As the table writes it. */
    String label() {
      return name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
  }

  private record Place(Syscall syscall, int index) {}

  /**
   * A row of the table.
   *
   * @param constants separated by commas, or bits joined as in policies
   */
  record Row(List<String> syscalls, String argument, How how, String constants, String reason) {
    Row {
      syscalls = List.copyOf(syscalls);
    }

    boolean concerns(Syscall syscall, int index) {
      return syscalls.contains(syscall.name())
          && syscall.arguments().get(index).name().equals(argument);
    }

    /** The test that names the constants; none if some are unknown on the architecture. */
    Optional<Expr> test(Syscall syscall) {
      boolean bits = how == How.ANY_BITS || how == How.TOGETHER_BITS;
      String test =
          bits
              ? "(" + argument + " & (" + constants + ")) != 0"
              : argument + " in {" + constants + "}";
      String text =
          "arch %s\ndefault errno(EPERM)\nsys_%s: %s"
              .formatted(syscall.arch().label(), syscall.name(), test);
      try {
        return Optional.of(
            Policies.parse("alike.tsv", text).sections().getFirst().rules().getFirst().condition());
      } catch (PolicySyntaxException e) {
        return Optional.empty(); // a test reads all rows on x86_64
      }
    }
  }

  Alike {
    anyValues = List.copyOf(anyValues);
    bitsTogether = List.copyOf(bitsTogether);
    valuesTogether = valuesTogether.stream().map(List::copyOf).toList();
  }

  static Alike of(Syscall syscall, int index) {
    return KNOWN.computeIfAbsent(new Place(syscall, index), Alike::read);
  }

  /** Whether the table says anything of the argument. */
  boolean isSomething() {
    return !equals(NOTHING);
  }

  /** Whether something is allowed before any value of an argument of this kind was seen. */
  boolean always(Kind kind) {
    return free || (byBits(kind) ? anyBits != 0 : !anyValues.isEmpty());
  }

  /** Whether arguments of a kind are sets of bits, each for itself; others are numbers. */
  static boolean byBits(Kind kind) {
    return kind == Kind.FLAGS || kind == Kind.MODE;
  }

  private static Alike read(Place place) {
    boolean free = false;
    long anyBits = 0;
    List<Expr.Range> anyValues = new ArrayList<>();
    List<Long> bitsTogether = new ArrayList<>();
    List<List<Expr.Range>> valuesTogether = new ArrayList<>();
    for (Row row : ROWS) {
      if (row.concerns(place.syscall, place.index)) {
        Optional<Expr> test = row.how == How.FREE ? Optional.empty() : row.test(place.syscall);
        free |= row.how == How.FREE;
        if (test.isPresent()) {
          switch (row.how) {
            case FREE -> free = true;
            case ANY_BITS -> anyBits |= bits(test.get());
            case ANY_VALUES -> anyValues.addAll(values(test.get()));
            case TOGETHER_BITS -> bitsTogether.add(bits(test.get()));
            case TOGETHER_VALUES -> valuesTogether.add(values(test.get()));
          }
        }
      }
    }
    Alike alike = new Alike(free, anyBits, anyValues, bitsTogether, valuesTogether);
    return alike.equals(NOTHING) ? NOTHING : alike;
  }

  private static long bits(Expr test) {
    Term term =
        switch (test) {
          case Expr.NonZero(Term masked) -> masked;
          case Expr.Compare(Term masked, Expr.Op op, long value) -> masked;
          default -> throw new IllegalStateException("not a test of bits: " + test);
        };
    return term.mask();
  }

  private static List<Expr.Range> values(Expr test) {
    return switch (test) {
      case Expr.In(Term term, List<Expr.Range> ranges) -> ranges;
      case Expr.Compare(Term term, Expr.Op op, long value) -> List.of(Expr.Range.of(value));
      default -> throw new IllegalStateException("not a set of values: " + test);
    };
  }
}
