package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Runs recorded events through a policy: what it would have denied. An event whose verdict depends
 * on an argument that the trace does not show is counted as undecided, never guessed.
 */
public final class Replay implements TraceSink {
  private final Policy policy;
  private final Map<Arch, Map<Integer, List<Integer>>> rulesOf = new EnumMap<>(Arch.class);
  private final Map<Finding.Key, Finding> findings = new LinkedHashMap<>();
  private long events;
  private long denied;
  private long undecided;

  /**
   * Events of one syscall that one rule, or the lack of one, denied or left undecided.
   *
   * @param key what and why
   * @param events how many
   * @param first the first of them, as {@code name(arg=value, …)}
   */
  public record Finding(Key key, long events, String first) {
    /**
     * What was found of which syscall, and why.
     *
     * @param arch the architecture
     * @param number the syscall
     * @param rule the deciding rule's place in its section, or -1 for a default
     * @param action what is done; for an undecided event, what may be done
     * @param decided false if the verdict depends on an argument that is not shown
     */
    public record Key(Arch arch, int number, int rule, Action action, boolean decided) {}
  }

  public Replay(Policy policy) {
    this.policy = policy;
    for (Section section : policy.sections()) {
      Map<Integer, List<Integer>> byNumber = new HashMap<>();
      for (int i = 0; i < section.rules().size(); i++) {
        byNumber.computeIfAbsent(section.rules().get(i).number(), n -> new ArrayList<>()).add(i);
      }
      rulesOf.put(section.arch(), byNumber);
    }
  }

  @Override
  public void event(SyscallEvent event) {
    events = sum(events, event);
    Section section = policy.section(event.arch());
    if (section == null) {
      decide(event, -1, policy.foreign(), true);
      return;
    }
    Map<Integer, List<Integer>> byNumber = rulesOf.getOrDefault(event.arch(), Map.of());
    int mayPermit = -1;
    int mayDeny = -1;
    for (int index : byNumber.getOrDefault(event.number(), List.of())) {
      Rule rule = section.rules().get(index);
      Truth truth = holds(rule.condition(), event);
      if (truth == Truth.TRUE) {
        settle(event, section, index, rule.action(), rule.action().permits() ? mayDeny : mayPermit);
        return;
      }
      if (truth == Truth.UNKNOWN && rule.action().permits()) {
        mayPermit = mayPermit < 0 ? index : mayPermit;
      } else if (truth == Truth.UNKNOWN) {
        mayDeny = mayDeny < 0 ? index : mayDeny;
      }
    }
    boolean listed =
        Integer.compareUnsigned(event.number(), SyscallTable.of(event.arch()).highest()) <= 0;
    Action action = listed ? section.defaultAction() : section.unknown();
    settle(event, section, -1, action, action.permits() ? mayDeny : mayPermit);
  }

  /** An earlier rule that may hold and says otherwise leaves the event undecided. */
  private void settle(SyscallEvent event, Section section, int rule, Action action, int otherwise) {
    if (otherwise < 0) {
      decide(event, rule, action, true);
    } else {
      Action other = section.rules().get(otherwise).action();
      decide(event, otherwise, action.permits() ? other : action, false);
    }
  }

  private void decide(SyscallEvent event, int rule, Action action, boolean decided) {
    if (decided && action.permits()) {
      return;
    }
    if (decided) {
      denied = sum(denied, event);
    } else {
      undecided = sum(undecided, event);
    }
    Finding.Key key = new Finding.Key(event.arch(), event.number(), rule, action, decided);
    Finding known = findings.get(key);
    findings.put(
        key,
        known == null
            ? new Finding(key, event.occurrences(), text(event))
            : new Finding(key, sum(known.events(), event), known.first()));
  }

  /** Stops at the largest long instead of wrapping. */
  private static long sum(long count, SyscallEvent event) {
    long sum = count + event.occurrences();
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Whether an expression holds for an event, as far as the trace shows its arguments. */
  public static Truth holds(Expr expression, SyscallEvent event) {
    return switch (expression) {
      case Expr.Const(boolean value) -> Truth.of(value);
      case Expr.Not(Expr part) -> holds(part, event).not();
      case Expr.And(List<Expr> parts) -> {
        Truth all = Truth.TRUE;
        for (Expr part : parts) {
          all = all.and(holds(part, event));
        }
        yield all;
      }
      case Expr.Or(List<Expr> parts) -> {
        Truth any = Truth.FALSE;
        for (Expr part : parts) {
          any = any.or(holds(part, event));
        }
        yield any;
      }
      case Expr.Compare(Term term, Expr.Op op, long value) ->
          test(term, event, shown -> op.holds(shown, value));
      case Expr.In(Term term, List<Expr.Range> ranges) ->
          test(term, event, shown -> ranges.stream().anyMatch(range -> range.contains(shown)));
      case Expr.NonZero(Term term) -> test(term, event, shown -> shown != 0);
    };
  }

  /**
   * A trace shows an int's low word only. Where a term looks at the upper one too, it is taken as
   * zero or as the sign's, as compilers leave it; if that makes a difference, nothing is known.
   */
  private static Truth test(Term term, SyscallEvent event, LongPredicate predicate) {
    int index = term.argument();
    if (event.knowledge(index) != Knowledge.VALUE) {
      return Truth.UNKNOWN;
    }
    long value = event.value(index);
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    int width =
        syscall != null && index < syscall.arity() ? syscall.arguments().get(index).width() : 64;
    long extended =
        switch (event.arch().registerBits() == 64 || width == 16 ? width : 64) {
          case 16 -> value | ~Term.widthMask(16);
          case 32 -> (int) value;
          default -> value;
        };
    boolean plain = predicate.test(term.of(value));
    return plain == predicate.test(term.of(extended)) ? Truth.of(plain) : Truth.UNKNOWN;
  }

  /** An event for people: what is shown by name and value, {@code *} for the rest. */
  public static String text(SyscallEvent event) {
    long[] args = new long[SyscallEvent.ARGUMENTS];
    boolean[] shown = new boolean[SyscallEvent.ARGUMENTS];
    for (int i = 0; i < args.length; i++) {
      shown[i] = event.knowledge(i) == Knowledge.VALUE;
      args[i] = shown[i] ? event.value(i) : 0;
    }
    SeccompData data = SeccompData.of(event.arch().auditToken(), event.number(), args);
    return EventText.of(event.arch(), data, shown);
  }

  /** Events seen. */
  public long events() {
    return events;
  }

  /** Events that the policy denies whatever the arguments that are not shown. */
  public long denied() {
    return denied;
  }

  /** Events whose verdict depends on arguments that are not shown. */
  public long undecided() {
    return undecided;
  }

  /** What was denied or undecided, in the order of first occurrence. */
  public List<Finding> findings() {
    return List.copyOf(findings.values());
  }
}
