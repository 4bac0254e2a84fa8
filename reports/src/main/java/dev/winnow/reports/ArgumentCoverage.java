package dev.winnow.reports;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Truth;
import dev.winnow.traces.Argument;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One argument of a syscall: what was seen in it, and what of that the rule covers.
 *
 * @param name the kernel's name
 * @param kind what it means
 * @param constrained whether the rule looks at it
 * @param values the values kept exactly, the most frequent first
 * @param beyond what is kept of the others if there were too many; else empty
 * @param hidden events whose source did not show it
 * @param undecoded events whose source showed it and which winnow could not decode
 */
public record ArgumentCoverage(
    String name,
    Kind kind,
    boolean constrained,
    List<ValueCoverage> values,
    Optional<Beyond> beyond,
    long hidden,
    long undecoded) {

  /**
   * More distinct values than evidence keeps.
   *
   * @param cap how many it keeps
   * @param least the smallest, as text
   * @param most the largest, as text
   * @param covered whether the rule permits all of them: yes, no or not known
   */
  public record Beyond(int cap, String least, String most, Optional<Boolean> covered) {}

  private static final Comparator<ValueCoverage> FREQUENT_FIRST =
      Comparator.comparingLong(ValueCoverage::events)
          .reversed()
          .thenComparing((a, b) -> Long.compareUnsigned(a.value(), b.value()));

  public ArgumentCoverage {
    values = List.copyOf(values);
  }

  /** The distinct values that the policy never permits. */
  public int outside() {
    return (int) values.stream().filter(ValueCoverage::outside).count();
  }

  /**
   * The share of events, of those whose value is kept, with a value that is not outside; 1 if none.
   */
  public double share() {
    long all = 0;
    long covered = 0;
    for (ValueCoverage value : values) {
      all += value.events();
      covered += value.outside() ? 0 : value.events();
    }
    return Figures.share(covered, all);
  }

  static ArgumentCoverage of(
      Syscall syscall, int index, SyscallEvidence seen, Expr permitted, PermittedEvents events) {
    Argument argument = syscall.arguments().get(index);
    ArgumentEvidence evidence = seen.arguments().get(index);
    boolean constrained = (Permission.arguments(permitted) >>> index & 1) == 1;
    LongFunction<String> text = value -> RuleText.value(syscall, index, value);
    Map<Long, EventCount> allowed = constrained ? events.byValue(permitted, index) : Map.of();
    List<ValueCoverage> values = new ArrayList<>();
    evidence
        .values()
        .exact()
        .forEach((value, feature) ->
            values.add(
                new ValueCoverage(
                    value,
                    text.apply(value),
                    feature.runs().events(),
                    feature.runs().size(),
                    constrained && allowed.getOrDefault(value, EventCount.NONE).most() == 0)));
    values.sort(FREQUENT_FIRST);
    Optional<Beyond> beyond =
        evidence.values().over()
            ? Optional.of(
                beyond(
                    evidence.values(),
                    text,
                    constrained ? events.beyondCap(permitted, index) : Truth.UNKNOWN))
            : Optional.empty();
    return new ArgumentCoverage(
        argument.name(),
        argument.kind(),
        constrained,
        values,
        beyond,
        evidence.hidden().runs().events(),
        undecoded(evidence));
  }

  private static Beyond beyond(Values values, LongFunction<String> text, Truth covered) {
    return new Beyond(
        values.cap(),
        text.apply(values.summary().least().getFirst().value()),
        text.apply(values.summary().most().getFirst().value()),
        covered == Truth.UNKNOWN ? Optional.empty() : Optional.of(covered == Truth.TRUE));
  }

  private static long undecoded(ArgumentEvidence evidence) {
    long sum = 0;
    for (Feature text : evidence.undecoded().values()) {
      sum += text.runs().events();
    }
    return sum;
  }
}
