package dev.winnow.minimizer;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Policies of every construct, on values that collide, and events at their boundaries. */
public final class RandomPolicies {
  private static final long[] INTERESTING = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    0xff,
    0x100,
    4096,
    0xffff,
    0x10000,
    0x7fffffffL,
    0x80000000L,
    0xfffffffeL,
    0xffffffffL,
    0x100000000L,
    0x100000001L,
    0x7fffffffffffffffL,
    0x8000000000000000L,
    -2,
    -1
  };

  /** Two that share a token, and one of 32 bits: what the kernel, as an oracle, runs too. */
  private static final List<Arch> ARCHS = List.of(Arch.X86_64, Arch.I386, Arch.X32);

  private final RandomGenerator random;

  public RandomPolicies(RandomGenerator random) {
    this.random = random;
  }

  /** A policy of one to three sections with at most {@code rules} rules each. */
  public Policy policy(int rules) {
    Action foreign = action();
    List<Section> sections = new ArrayList<>();
    for (Arch arch : ARCHS) {
      if (random.nextInt(3) > 0) {
        sections.add(section(arch, foreign, random.nextInt(rules + 1)));
      }
    }
    return sections.isEmpty() ? policy(rules) : new Policy(sections);
  }

  private Section section(Arch arch, Action foreign, int count) {
    int base = arch == Arch.X32 ? Arch.X32_BIT : 0;
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = random.nextInt(12) == 0 ? 900 : random.nextInt(random.nextBoolean() ? 8 : 450);
      rules.add(new Rule(base + number, expression(2), action()));
    }
    return new Section(arch, action(), action(), foreign, false, rules);
  }

  private Action action() {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> Action.ALLOW;
      case 3 -> Action.errno(random.nextInt(3));
      case 4 -> Action.KILL_PROCESS;
      default -> Action.LOG;
    };
  }

  /** An expression with operators nested at most so deep. */
  public Expr expression(int depth) {
    int choice = random.nextInt(depth > 0 ? 10 : 5);
    return switch (choice) {
      case 0 -> random.nextBoolean() ? Expr.TRUE : Expr.FALSE;
      case 1, 2 -> comparison();
      case 3 -> in(term());
      case 4 -> new Expr.NonZero(term());
      case 5 -> new Expr.Not(expression(depth - 1));
      case 6, 7 -> new Expr.And(parts(depth - 1));
      default -> new Expr.Or(parts(depth - 1));
    };
  }

  private List<Expr> parts(int depth) {
    List<Expr> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      parts.add(expression(depth));
    }
    return parts;
  }

  private Expr comparison() {
    Term term = term();
    Expr.Op op = pick(List.of(Expr.Op.values()));
    return new Expr.Compare(term, op, value() & Term.widthMask(term.width()));
  }

  private Expr in(Term term) {
    List<Expr.Range> ranges = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      long low = value() & Term.widthMask(term.width());
      long high = low + random.nextInt(3);
      boolean fits =
          Long.compareUnsigned(low, high) <= 0 && (high & ~Term.widthMask(term.width())) == 0;
      ranges.add(fits ? new Expr.Range(low, high) : Expr.Range.of(low));
    }
    return new Expr.In(term, ranges);
  }

  private Term term() {
    int width = 16 << random.nextInt(3);
    long mask = random.nextInt(3) > 0 ? -1 : random.nextBoolean() ? value() : ~value();
    return new Term(random.nextInt(3), width, mask & Term.widthMask(width));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private long value() {
    return random.nextInt(3) == 0
        ? random.nextInt(12)
        : INTERESTING[random.nextInt(INTERESTING.length)];
  }

  /**
   * An event near what such policies compare with: values, neighbours, flipped bits, high garbage.
   */
  public SeccompData event() {
    Arch arch = pick(ARCHS);
    int number = random.nextInt(3) == 0 ? (int) argument() : random.nextInt(8);
    if (arch == Arch.X32) {
      number |= Arch.X32_BIT;
    }
    int token = random.nextInt(20) == 0 ? 0xc0009026 : arch.auditToken();
    return SeccompData.of(token, number, argument(), argument(), argument());
  }

  private long argument() {
    long value = value();
    return switch (random.nextInt(6)) {
      case 0 -> value + 1;
      case 1 -> value - 1;
      case 2 -> value ^ 1L << random.nextInt(64);
      case 3 -> value | (long) random.nextInt() << 32;
      case 4 -> random.nextInt(450);
      default -> value;
    };
  }
}
