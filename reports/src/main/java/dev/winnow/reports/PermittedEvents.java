package dev.winnow.reports;

import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Expr;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Truth;
import dev.winnow.traces.Arch;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.DeadArguments;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how many events of one syscall an expression holds. Where the evidence keeps the combination
 * of values that the expression looks at, the answer is exact. Elsewhere the counts of each
 * argument bound it, as Fréchet's inequalities bound a joint probability by its margins: with n
 * events of which a and b meet two conditions, both hold for max(0, a + b − n) to min(a, b).
 */
final class PermittedEvents {
  private final Arch arch;
  private final int number;
  private final @Nullable Syscall syscall;
  private final SyscallEvidence seen;
  private final long events;
  private final IdentityHashMap<Expr, EventCount> margins = new IdentityHashMap<>();

  PermittedEvents(SyscallKey key, SyscallEvidence seen) {
    this.arch = key.arch();
    this.number = key.number();
    this.syscall = SyscallTable.of(arch).byNumber(number);
    this.seen = seen;
    this.events = seen.seen().runs().events();
  }

  /** The events of the syscall for which the expression holds; O(size · (tuples + values)). */
  EventCount all(Expr expression) {
    EventCount all = holding(expression, Map.of(), events);
    if (seen.tuples().seen().isEmpty()) {
      return all;
    }
    EventCount sum = EventCount.NONE;
    for (var entry : seen.tuples().seen().entrySet()) {
      sum = sum.plus(holding(expression, known(entry.getKey()), entry.getValue().runs().events()));
    }
    return all.and(sum.within(events));
  }

  /** Per value of an argument, the events with it for which the expression holds. */
  Map<Long, EventCount> byValue(Expr expression, int argument) {
    Map<Long, EventCount> byValue = new HashMap<>();
    seen.tuples()
        .seen()
        .forEach((tuple, feature) -> {
          Map<Integer, Long> known = known(tuple);
          Long value = known.get(argument);
          if (value != null) {
            byValue.merge(
                value, holding(expression, known, feature.runs().events()), EventCount::plus);
          }
        });
    seen.arguments()
        .get(argument)
        .values()
        .exact()
        .forEach((value, feature) ->
            byValue.computeIfAbsent(
                value, v -> holding(expression, Map.of(argument, v), feature.runs().events())));
    return byValue;
  }

  /** Whether the expression can hold with a value beyond the cap of an argument. */
  Truth beyondCap(Expr expression, int argument) {
    boolean alone = Permission.arguments(expression) == 1 << argument;
    return alone
        ? SummarisedValues.of(seen.arguments().get(argument).values()).holds(expression)
        : Truth.UNKNOWN;
  }

  private static Map<Integer, Long> known(Tuples.Tuple tuple) {
    Map<Integer, Long> known = new HashMap<>();
    for (int i = 0; i < tuple.values().size(); i++) {
      Optional<Long> value = tuple.values().get(i);
      if (value.isPresent()) {
        known.put(i, value.get());
      }
    }
    return known;
  }

  /** Bounds for {@code n} events of which the {@code known} arguments are known. */
  private EventCount holding(Expr expression, Map<Integer, Long> known, long n) {
    int arguments = Permission.arguments(expression);
    if (expression instanceof Expr.Const || Integer.bitCount(arguments) == 1) {
      return single(expression, Integer.numberOfTrailingZeros(arguments), known, n);
    }
    return switch (expression) {
      case Expr.Not(Expr part) -> holding(part, known, n).outOf(n);
      case Expr.And(List<Expr> parts) -> {
        EventCount both = new EventCount(n, n);
        for (Expr part : parts) {
          EventCount next = holding(part, known, n);
          both =
              new EventCount(
                  Math.max(0, both.least() + next.least() - n), Math.min(both.most(), next.most()));
        }
        yield both;
      }
      case Expr.Or(List<Expr> parts) -> {
        EventCount either = EventCount.NONE;
        for (Expr part : parts) {
          EventCount next = holding(part, known, n);
          either =
              new EventCount(
                  Math.max(either.least(), next.least()), Math.min(n, either.most() + next.most()));
        }
        yield either;
      }
      case Expr.Const constant -> throw looksAtOne(constant);
      case Expr.Compare compare -> throw looksAtOne(compare);
      case Expr.In in -> throw looksAtOne(in);
      case Expr.NonZero nonZero -> throw looksAtOne(nonZero);
    };
  }

  private static IllegalStateException looksAtOne(Expr expression) {
    return new IllegalStateException(expression + " looks at more than one argument");
  }

  private EventCount single(Expr expression, int argument, Map<Integer, Long> known, long n) {
    if (expression instanceof Expr.Const(boolean value)) {
      return EventCount.of(Truth.of(value), n);
    }
    Long value = known.get(argument);
    if (value != null) {
      return EventCount.of(holds(expression, argument, value), n);
    }
    EventCount margin = margins.computeIfAbsent(expression, e -> margin(e, argument));
    // Evidence of one run that two versions read may contradict itself: bounds stay in order.
    long least = Math.clamp(n - (events - margin.least()), 0, n);
    return new EventCount(least, Math.max(least, Math.min(n, margin.most())));
  }

  /** Over all events of the syscall, for an expression that looks at one argument. */
  private EventCount margin(Expr expression, int argument) {
    if (argument >= seen.arguments().size()) {
      return EventCount.of(Truth.UNKNOWN, events);
    }
    ArgumentEvidence evidence = seen.arguments().get(argument);
    EventCount count = EventCount.NONE;
    long unseen = events;
    for (var entry : evidence.values().exact().entrySet()) {
      long n = entry.getValue().runs().events();
      count = count.plus(EventCount.of(holds(expression, argument, entry.getKey()), n));
      unseen -= n;
    }
    unseen = Math.max(0, unseen);
    if (evidence.values().over() && !mayBeDead(argument)) {
      long beyond = Math.max(0, unseen - unshown(evidence));
      Truth truth = SummarisedValues.of(evidence.values()).holds(expression);
      count = count.plus(EventCount.of(truth, beyond));
      unseen -= beyond;
    }
    return count.plus(EventCount.of(Truth.UNKNOWN, unseen)).within(events);
  }

  private boolean mayBeDead(int argument) {
    return syscall != null
        && DeadArguments.of(syscall).stream().anyMatch(guard -> guard.argument() == argument);
  }

  private static long unshown(ArgumentEvidence evidence) {
    long sum = evidence.hidden().runs().events();
    for (Feature text : evidence.undecoded().values()) {
      sum += text.runs().events();
    }
    return sum;
  }

  /**
   * The upper half of a register that holds an int is not in the evidence. Where an expression
   * looks at it, it is taken as zero or as the sign's, as compilers leave it.
   */
  private Truth holds(Expr expression, int argument, long value) {
    boolean plain = Evaluator.holds(expression, arch, data(argument, value));
    int unused = syscall == null ? 0 : 64 - syscall.arguments().get(argument).width();
    long extended = value << unused >> unused;
    boolean signed = Evaluator.holds(expression, arch, data(argument, extended));
    return plain == signed ? Truth.of(plain) : Truth.UNKNOWN;
  }

  private SeccompData data(int argument, long value) {
    long[] args = new long[6];
    args[argument] = value;
    return SeccompData.of(arch.auditToken(), number, args);
  }
}
