package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles policies and filter expressions to diagrams. */
public final class PolicyDiagram {
  private final Diagram diagram;
  private final Policy policy;

  private PolicyDiagram(Diagram diagram, Policy policy) {
    this.diagram = diagram;
    this.policy = policy;
  }

  /**
   * The policy's verdict for every event: a diagram whose leaves are {@link Action#returnValue()}.
   * Agrees with {@link Evaluator} everywhere.
   */
  public static int of(Diagram diagram, Policy policy) throws DiagramLimitException {
    return new PolicyDiagram(diagram, policy).build();
  }

  /** The events whose arguments meet a filter expression in a section of that architecture. */
  public static int condition(Diagram diagram, Arch arch, Expr expression)
      throws DiagramLimitException {
    return switch (expression) {
      case Expr.Const(boolean value) -> value ? Diagram.TRUE : Diagram.FALSE;
      case Expr.Not(Expr part) -> diagram.not(condition(diagram, arch, part));
      case Expr.And(List<Expr> parts) -> diagram.all(conditions(diagram, arch, parts));
      case Expr.Or(List<Expr> parts) -> diagram.any(conditions(diagram, arch, parts));
      case Expr.Compare(Term term, Expr.Op op, long value) ->
          diagram.termCompares(visible(arch, term), op, value);
      case Expr.In(Term term, List<Expr.Range> ranges) -> {
        int[] any = new int[ranges.size()];
        for (int i = 0; i < any.length; i++) {
          Expr.Range range = ranges.get(i);
          any[i] = diagram.termInRange(visible(arch, term), range.low(), range.high());
        }
        yield diagram.any(any);
      }
      case Expr.NonZero(Term term) -> diagram.not(diagram.termInRange(visible(arch, term), 0, 0));
    };
  }

  private static int[] conditions(Diagram diagram, Arch arch, List<Expr> expressions)
      throws DiagramLimitException {
    int[] conditions = new int[expressions.size()];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = condition(diagram, arch, expressions.get(i));
    }
    return conditions;
  }

  /** On a 32-bit architecture the upper half of a register is 0, whatever the width. */
  private static Term visible(Arch arch, Term term) {
    long mask = term.mask() & Term.widthMask(arch.registerBits());
    return mask == term.mask() ? term : new Term(term.argument(), term.width(), mask);
  }

  private int build() throws DiagramLimitException {
    int foreign = diagram.leaf(policy.foreign().returnValue());
    Pieces byToken = new Pieces(foreign);
    Section x86 = policy.section(Arch.X86_64);
    Section x32 = policy.section(Arch.X32);
    if (x86 != null || x32 != null) {
      byToken.put(Arch.X86_64.auditToken(), sixtyFourBit(x86, x32, foreign));
    }
    for (Section section : policy.sections()) {
      if (section.arch() != Arch.X86_64 && section.arch() != Arch.X32) {
        Pieces numbers = new Pieces(foreign);
        section(numbers, section, 0, -1);
        byToken.put(section.arch().auditToken(), numbers.dispatch(diagram, Diagram.NR));
      }
    }
    return byToken.dispatch(diagram, Diagram.ARCH);
  }

  /** One token for two architectures: bit 30 of a number tells x32, and bit 31 neither. */
  private int sixtyFourBit(@Nullable Section x86, @Nullable Section x32, int foreign)
      throws DiagramLimitException {
    Pieces numbers = new Pieces(foreign);
    if (x86 != null) {
      section(numbers, x86, 0, Arch.X32_BIT - 1);
    }
    if (x32 != null) {
      section(numbers, x32, Arch.X32_BIT, Integer.MAX_VALUE);
    }
    return numbers.dispatch(diagram, Diagram.NR);
  }

  /** Fills the numbers {@code first..last} that belong to a section. */
  private void section(Pieces numbers, Section section, int first, int last)
      throws DiagramLimitException {
    int highest = SyscallTable.of(section.arch()).highest();
    int listed = diagram.leaf(section.defaultAction().returnValue());
    int unknown = diagram.leaf(section.unknown().returnValue());
    numbers.put(first, highest, listed);
    numbers.put(highest + 1, last, unknown);
    TreeMap<Integer, List<Rule>> byNumber = new TreeMap<>(Integer::compareUnsigned);
    for (Rule rule : section.rules()) {
      byNumber.computeIfAbsent(rule.number(), n -> new ArrayList<>()).add(rule);
    }
    for (var entry : byNumber.entrySet()) {
      int number = entry.getKey();
      boolean inTable = Integer.compareUnsigned(number, highest) <= 0;
      int verdict = inTable ? listed : unknown;
      for (List<Rule> alike : runs(entry.getValue()).reversed()) {
        List<Expr> expressions = alike.stream().map(Rule::condition).toList();
        int any = diagram.any(conditions(diagram, section.arch(), expressions));
        int action = diagram.leaf(alike.getFirst().action().returnValue());
        verdict = diagram.ite(any, action, verdict);
      }
      numbers.put(number, verdict);
    }
  }

  /** Rules that follow each other and do the same, whose order does not matter. */
  private static List<List<Rule>> runs(List<Rule> rules) {
    List<List<Rule>> runs = new ArrayList<>();
    for (Rule rule : rules) {
      if (runs.isEmpty() || !runs.getLast().getLast().action().equals(rule.action())) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(rule);
    }
    return runs;
  }

  /** A piecewise constant function of a 32-bit word under construction. */
  private static final class Pieces {
    private final TreeMap<Integer, Integer> starts = new TreeMap<>(Integer::compareUnsigned);

    Pieces(int everywhere) {
      starts.put(0, everywhere);
    }

    void put(int value, int part) {
      put(value, value, part);
    }

    void put(int first, int last, int part) {
      if (last != -1) {
        starts.putIfAbsent(last + 1, starts.floorEntry(last + 1).getValue());
      }
      starts.subMap(first, true, last, true).clear();
      starts.put(first, part);
    }

    int dispatch(Diagram diagram, int word) throws DiagramLimitException {
      int[] from = starts.keySet().stream().mapToInt(Integer::intValue).toArray();
      int[] parts = starts.values().stream().mapToInt(Integer::intValue).toArray();
      return diagram.dispatch(word, from, parts);
    }
  }
}
