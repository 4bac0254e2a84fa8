package dev.winnow.test.oracle;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Events where a policy changes its mind: at the constants that it compares with and beside them,
 * at the bits of its masks, beside recorded events, with garbage in the upper halves, and at
 * numbers of every sort. The same policy, events and random numbers give the same ones.
 */
final class BoundaryEvents {
  private static final int MOST_NUMBER = 600;
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** About the edges that numbers have: x32's bit, the sign, and those that look negative. */
  private static final int[] ODD_NUMBERS = {
    -1,
    -2,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    Integer.MAX_VALUE,
    Arch.X32_BIT - 1,
    Arch.X32_BIT,
    Arch.X32_BIT + 59,
    Arch.X32_BIT + 335,
    Arch.X32_BIT + 512,
    Arch.X32_BIT + 547,
    Integer.MIN_VALUE + Arch.X32_BIT
  };

  /** A syscall whose arguments the policy looks at, with the values to try for each of them. */
  private record Site(int token, int number, List<List<Long>> values) {}

  private final RandomGenerator random;
  private final List<Site> sites;
  private final List<SeccompData> recorded;

  BoundaryEvents(Policy policy, List<SeccompData> recorded, RandomGenerator random) {
    this.random = random;
    this.recorded = List.copyOf(recorded);
    sites = policy.sections().stream().flatMap(section -> sites(section).stream()).toList();
  }

  private static List<Site> sites(Section section) {
    Map<Integer, List<Set<Long>>> byNumber = new LinkedHashMap<>();
    for (Rule rule : section.rules()) {
      List<Set<Long>> values =
          byNumber.computeIfAbsent(rule.number(), number -> sixOf(TreeSet::new));
      collect(rule.condition(), values);
    }
    List<Site> found = new ArrayList<>();
    byNumber.forEach((number, values) ->
        found.add(
            new Site(
                section.arch().auditToken(),
                number,
                values.stream().<List<Long>>map(List::copyOf).toList())));
    return found;
  }

  private static <T> List<T> sixOf(Supplier<T> supplier) {
    List<T> six = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      six.add(supplier.get());
    }
    return six;
  }

  private static void collect(Expr expression, List<Set<Long>> values) {
    switch (expression) {
      case Expr.Const constant -> {}
      case Expr.Not(Expr part) -> collect(part, values);
      case Expr.And(List<Expr> parts) -> parts.forEach(part -> collect(part, values));
      case Expr.Or(List<Expr> parts) -> parts.forEach(part -> collect(part, values));
      case Expr.Compare(Term term, Expr.Op op, long value) -> addAround(term, value, values);
      case Expr.In(Term term, List<Expr.Range> ranges) -> {
        for (Expr.Range range : ranges) {
          addAround(term, range.low(), values);
          addAround(term, range.high(), values);
        }
      }
      case Expr.NonZero(Term term) -> addAround(term, 0, values);
    }
  }

  /** The value, its neighbours, and under a mask each bit of the mask and all bits beside it. */
  private static void addAround(Term term, long value, List<Set<Long>> values) {
    Set<Long> some = values.get(term.argument());
    some.addAll(List.of(value - 1, value, value + 1));
    if (!term.bare()) {
      some.add(value | ~term.mask());
      some.add(term.mask());
      for (long rest = term.mask(); rest != 0; rest &= rest - 1) {
        some.add(value ^ Long.lowestOneBit(rest));
      }
    }
  }

  /** Every recorded event, and every number that is worth trying with few, many and odd bits. */
  List<SeccompData> sweep() {
    List<SeccompData> events = new ArrayList<>(recorded);
    for (int token : List.of(Arch.X86_64.auditToken(), Arch.I386.auditToken())) {
      for (int number = 0; number <= MOST_NUMBER; number++) {
        addEach(events, token, number);
        addEach(events, token, number | Arch.X32_BIT);
      }
      for (int number : ODD_NUMBERS) {
        addEach(events, token, number);
      }
    }
    return events;
  }

  private void addEach(List<SeccompData> events, int token, int number) {
    events.add(SeccompData.of(token, number));
    events.add(SeccompData.of(token, number, -1, -1, -1, -1, -1, -1));
    events.add(SeccompData.of(token, number, random.longs(6).toArray()));
  }

  /** Recorded events, each bit of each argument flipped in turn. */
  List<SeccompData> flips(int events) {
    List<SeccompData> flipped = new ArrayList<>();
    for (int i = 0; i < Math.min(events, recorded.size()); i++) {
      SeccompData event = recorded.get((int) ((long) i * recorded.size() / events));
      for (int bit = 0; bit < 6 * Long.SIZE; bit++) {
        long[] args = args(event);
        args[bit / Long.SIZE] ^= 1L << bit;
        flipped.add(SeccompData.of(event.arch(), event.number(), args));
      }
    }
    return flipped;
  }

  /** One more event of an ABI. What belongs to another is tried under this one's token, too. */
  SeccompData next(int token) {
    int choice = random.nextInt(20);
    SeccompData event =
        choice < 4 && !recorded.isEmpty()
            ? mutated(pick(recorded))
            : choice < 18 && !sites.isEmpty() ? atSite(site(token)) : anywhere();
    return new SeccompData(event.number(), token, 0, event.args());
  }

  private Site site(int token) {
    Site site = pick(sites);
    for (int tries = 0; tries < 8 && site.token != token; tries++) {
      site = pick(sites);
    }
    return site;
  }

  private SeccompData atSite(Site site) {
    long[] args = new long[6];
    for (int i = 0; i < 6; i++) {
      List<Long> values = site.values.get(i);
      args[i] = values.isEmpty() ? anyValue() : disturbed(pick(values));
    }
    int beside = random.nextInt(16) == 0 ? random.nextInt(3) - 1 : 0;
    return SeccompData.of(site.token, site.number + beside, args);
  }

  private long disturbed(long value) {
    return switch (random.nextInt(14)) {
      case 0 -> value ^ 1L << random.nextInt(Long.SIZE);
      case 1, 2 -> value ^ (long) random.nextInt() << 32;
      case 3 -> value ^ random.nextLong() << 16;
      case 4 -> value + ((random.nextInt(3) - 1L) << 32);
      case 5 -> (value & -1L << 32) + ((random.nextInt(3) - 1L) << 32);
      case 6 -> anyValue();
      default -> value;
    };
  }

  private long anyValue() {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(16);
      case 1 -> EXTREMES[random.nextInt(EXTREMES.length)];
      default -> random.nextLong();
    };
  }

  private SeccompData anywhere() {
    return SeccompData.of(0, anyNumber(), random.longs(6).toArray());
  }

  private int anyNumber() {
    return switch (random.nextInt(6)) {
      case 0 -> ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
      case 1 -> random.nextInt();
      case 2 -> Arch.X32_BIT | random.nextInt(MOST_NUMBER);
      default -> random.nextInt(MOST_NUMBER);
    };
  }

  private SeccompData mutated(SeccompData event) {
    long[] args = args(event);
    int which = random.nextInt(6);
    switch (random.nextInt(6)) {
      case 0 -> args[which] ^= 1L << random.nextInt(Long.SIZE);
      case 1 -> args[which]++;
      case 2 -> args[which]--;
      case 3 -> args[which] = anyValue();
      case 4 -> args[which] ^= (long) random.nextInt() << 32;
      default -> {
        return SeccompData.of(event.arch(), anyNumber(), args);
      }
    }
    return SeccompData.of(event.arch(), event.number(), args);
  }

  private static long[] args(SeccompData event) {
    return event.args().stream().mapToLong(Long::longValue).toArray();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
