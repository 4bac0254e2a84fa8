package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random policies and events that touch what they say. The same seed gives the same ones. */
final class PolicyGenerator {
  private static final long[] CORNERS = {
    0,
    1,
    2,
    3,
    7,
    0x17,
    0644,
    4095,
    4096,
    0x5401,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x80000,
    0x7fffffffL,
    0x80000000L,
    0xffffff9cL,
    0xfffff000L,
    0xffffffffL,
    1L << 32,
    1L << 63,
    -4096,
    -1
  };

  private final RandomGenerator random;
  private final List<Long> constants = new ArrayList<>();

  PolicyGenerator(long seed) {
    random = new SplittableRandom(seed);
  }

  Policy policy() {
    List<Arch> archs = new ArrayList<>(List.of(Arch.X86_64, Arch.I386, Arch.X32));
    if (random.nextInt(3) == 0) {
      List<Arch> others = new ArrayList<>(List.of(Arch.values()));
      others.removeAll(archs);
      archs.set(1, others.get(random.nextInt(others.size())));
    }
    while (archs.size() > 1 && random.nextInt(3) > 0) {
      archs.remove(random.nextInt(archs.size()));
    }
    Action foreign = random.nextBoolean() ? Action.KILL_PROCESS : action();
    List<Section> sections = archs.stream().map(arch -> section(arch, foreign)).toList();
    List<String> remarks =
        random.nextInt(3) == 0 ? List.of("incomplete recording: # 1 lines", "arch") : List.of();
    return new Policy(sections, remarks);
  }

  private Section section(Arch arch, Action foreign) {
    Action byDefault = action();
    Action unknown = random.nextBoolean() ? byDefault : action();
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      int number = number(arch, rules);
      Syscall syscall = SyscallTable.of(arch).byNumber(number);
      Expr condition = expr(arch, syscall == null ? 0 : syscall.arity(), 3);
      if (condition.equals(Expr.FALSE) && (byDefault.permits() || unknown.permits())) {
        condition = Expr.TRUE; // The language refuses 0 under a permitting default.
      }
      rules.add(
          new Rule(number, condition, random.nextInt(3) > 0 ? Action.ALLOW : action(), comment()));
    }
    return new Section(arch, byDefault, unknown, foreign, random.nextBoolean(), rules);
  }

  private int number(Arch arch, List<Rule> rules) {
    if (!rules.isEmpty() && random.nextInt(4) == 0) {
      return rules.get(random.nextInt(rules.size())).number();
    }
    List<Syscall> all = SyscallTable.of(arch).all();
    int highest = SyscallTable.of(arch).highest();
    return random.nextInt(8) == 0
        ? highest - 2 + random.nextInt(5)
        : all.get(random.nextInt(all.size())).number();
  }

  Action action() {
    Action.Kind[] kinds = Action.Kind.values();
    Action.Kind kind = kinds[random.nextInt(kinds.length)];
    return switch (kind) {
      case ERRNO -> Action.errno(random.nextInt(random.nextBoolean() ? 140 : 4096));
      case TRACE -> new Action(kind, random.nextInt(0x10000));
      default -> new Action(kind, 0);
    };
  }

  private String comment() {
    return switch (random.nextInt(8)) {
      case 0 -> "seen in # 3 runs: \"fd\" -> \\ é\u2028";
      case 1 -> "two\nlines\u0000\u0085";
      case 2 -> "  ";
      default -> "";
    };
  }

  private Expr expr(Arch arch, int arity, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 10)) {
      case 0, 1, 2 -> compare(term(arch, arity));
      case 3 -> in(term(arch, arity));
      case 4 -> random.nextInt(3) > 0 ? new Expr.NonZero(term(arch, arity)) : constant();
      case 5 -> new Expr.Not(expr(arch, arity, depth - 1));
      case 6, 7 -> new Expr.And(parts(() -> expr(arch, arity, depth - 1)));
      default -> new Expr.Or(parts(() -> expr(arch, arity, depth - 1)));
    };
  }

  private Expr constant() {
    return random.nextBoolean() ? Expr.TRUE : Expr.FALSE;
  }

  private List<Expr> parts(Supplier<Expr> part) {
    List<Expr> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      parts.add(part.get());
    }
    return parts;
  }

  private Term term(Arch arch, int arity) {
    int argument = random.nextInt(random.nextInt(4) > 0 && arity > 0 ? arity : 6);
    int width = new int[] {16, 32, 32, arch.registerBits(), 64}[random.nextInt(5)];
    return random.nextInt(3) > 0
        ? Term.of(argument, width)
        : new Term(argument, width, value(width));
  }

  private Expr compare(Term term) {
    Expr.Op[] ops = Expr.Op.values();
    return new Expr.Compare(term, ops[random.nextInt(ops.length)], value(term.width()));
  }

  private Expr in(Term term) {
    List<Expr.Range> ranges = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      long a = value(term.width());
      long b = random.nextBoolean() ? a : value(term.width());
      boolean ordered = Long.compareUnsigned(a, b) <= 0;
      ranges.add(new Expr.Range(ordered ? a : b, ordered ? b : a));
    }
    return new Expr.In(term, ranges);
  }

  private long value(int width) {
    long value =
        switch (random.nextInt(5)) {
          case 0 -> random.nextLong();
          case 1 -> ~CORNERS[random.nextInt(CORNERS.length)];
          case 2 -> random.nextInt(256);
          default -> CORNERS[random.nextInt(CORNERS.length)];
        };
    constants.add(value & Term.widthMask(width));
    return value & Term.widthMask(width);
  }

  /** An event at, or one step or bit beside, the constants of the policies made so far. */
  SeccompData event(Policy policy) {
    Section section = policy.sections().get(random.nextInt(policy.sections().size()));
    int token = random.nextInt(20) == 0 ? random.nextInt() : section.arch().auditToken();
    long[] args = random.longs(6).toArray();
    for (int i = 0; i < 6; i++) {
      args[i] = nearby();
    }
    return SeccompData.of(token, eventNumber(section), args);
  }

  private int eventNumber(Section section) {
    int highest = SyscallTable.of(section.arch()).highest();
    return switch (random.nextInt(12)) {
      case 0 -> random.nextInt();
      case 1 -> highest - 2 + random.nextInt(5);
      case 2 ->
          new int[] {-1, 0, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000}[random.nextInt(6)];
      default ->
          section.rules().isEmpty()
              ? highest
              : section.rules().get(random.nextInt(section.rules().size())).number();
    };
  }

  private long nearby() {
    long base = constants.isEmpty() ? 0 : constants.get(random.nextInt(constants.size()));
    return switch (random.nextInt(8)) {
      case 0 -> base + 1;
      case 1 -> base - 1;
      case 2 -> base ^ 1L << random.nextInt(64);
      case 3 -> base | (long) random.nextInt() << 32;
      case 4 -> random.nextLong();
      default -> base;
    };
  }
}
