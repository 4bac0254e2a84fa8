package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Expr;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The bounds against a count over the events themselves, for generated events and expressions. */
class PermittedEventsTest {
  private static final int ROUNDS = 300;

  /** No pointers, no dead arguments: every event can be checked in full. */
  private static final List<String> SYSCALLS = List.of("socket", "lseek", "dup", "kill", "fchmod");

  private final long seed = RandomGenerator.getDefault().nextLong();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

  private record Sample(Syscall syscall, List<long[]> events, SyscallEvidence evidence) {
    static Sample of(Syscall syscall, List<long[]> events) {
      Recording recording = new Recording("a");
      events.forEach(args -> recording.call(1, syscall.name(), args));
      Evidence evidence = recording.evidence().withoutRoles();
      SyscallKey key = new SyscallKey("", Arch.X86_64, syscall.number());
      return new Sample(
          syscall, events, Objects.requireNonNull(evidence.syscalls().get(key), "no evidence"));
    }

    SeccompData data(long[] args) {
      return SeccompData.of(Arch.X86_64.auditToken(), syscall.number(), args);
    }

    PermittedEvents permitted() {
      return new PermittedEvents(new SyscallKey("", Arch.X86_64, syscall.number()), evidence);
    }

    long exact(Expr expression) {
      return events.stream()
          .filter(args -> Evaluator.holds(expression, Arch.X86_64, data(args)))
          .count();
    }
  }

  @Test
  void boundsHoldTheTruth() {
    for (int round = 0; round < ROUNDS; round++) {
      Sample sample = sample(round);
      Expr expression = expression(sample.syscall(), 3);
      EventCount bounds = sample.permitted().all(expression);
      long exact = sample.exact(expression);
      assertTrue(
          bounds.least() <= exact && exact <= bounds.most(),
          () ->
              "seed %d: %s of %s is %d, not %s"
                  .formatted(seed, expression, sample.syscall().name(), exact, bounds));
    }
  }

  @Test
  void oneArgumentIsCountedExactlyWhileItsValuesAreKept() {
    for (int round = 0; round < ROUNDS; round++) {
      Sample sample = sample(round);
      int argument = random.nextInt(sample.syscall().arity());
      Expr expression = on(sample.syscall(), argument, 3);
      boolean kept = !sample.evidence().arguments().get(argument).values().over();
      EventCount bounds = sample.permitted().all(expression);
      assertTrue(
          !kept || bounds.exact(), () -> "seed " + seed + ": " + expression + " gives " + bounds);
    }
  }

  @Test
  void valuesOutsideNeverOccurInAPermittedEvent() {
    for (int round = 0; round < ROUNDS; round++) {
      Sample sample = sample(round);
      int argument = random.nextInt(sample.syscall().arity());
      Expr expression = expression(sample.syscall(), 3);
      Map<Long, EventCount> byValue = sample.permitted().byValue(expression, argument);
      for (long[] args : sample.events()) {
        EventCount count = byValue.get(args[argument]);
        boolean outside = count != null && count.most() == 0;
        assertTrue(
            !outside || !Evaluator.holds(expression, Arch.X86_64, sample.data(args)),
            () -> "seed " + seed + ": " + expression + " permits " + args[argument]);
      }
    }
  }

  /** Every tenth has more values than evidence keeps. */
  private Sample sample(int round) {
    Syscall syscall =
        Objects.requireNonNull(
            SyscallTable.of(Arch.X86_64).byName(SYSCALLS.get(random.nextInt(SYSCALLS.size()))));
    boolean many = round % 10 == 0;
    List<long[]> events = new ArrayList<>();
    for (int i = many ? 400 : 1 + random.nextInt(12); i > 0; i--) {
      long[] args = new long[syscall.arity()];
      for (int a = 0; a < args.length; a++) {
        args[a] = random.nextInt(many ? 2000 : 5);
      }
      events.add(args);
    }
    return Sample.of(syscall, events);
  }

  private Expr expression(Syscall syscall, int depth) {
    return on(syscall, -1, depth);
  }

  /** On one argument, or with -1 on any. */
  private Expr on(Syscall syscall, int argument, int depth) {
    int choice = random.nextInt(depth == 0 ? 3 : 6);
    int index = argument < 0 ? random.nextInt(syscall.arity()) : argument;
    int width = syscall.arguments().get(index).width();
    long mask = random.nextBoolean() ? Term.widthMask(width) : random.nextInt(8);
    Term term = new Term(index, width, mask);
    long value = random.nextInt(random.nextInt(5) == 0 ? 2000 : 6);
    return switch (choice) {
      case 0 -> {
        Expr.Op[] ops = Expr.Op.values();
        yield new Expr.Compare(term, ops[random.nextInt(ops.length)], value);
      }
      case 1 -> new Expr.In(term, List.of(new Expr.Range(value, value + random.nextInt(3))));
      case 2 -> new Expr.NonZero(term);
      case 3 -> new Expr.Not(on(syscall, argument, depth - 1));
      case 4 ->
          new Expr.And(List.of(on(syscall, argument, depth - 1), on(syscall, argument, depth - 1)));
      default ->
          new Expr.Or(List.of(on(syscall, argument, depth - 1), on(syscall, argument, depth - 1)));
    };
  }
}
