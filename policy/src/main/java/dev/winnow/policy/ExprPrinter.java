package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes filter expressions over the arguments of one syscall. */
final class ExprPrinter {
  private final Arch arch;
  private final @Nullable Syscall syscall;

  /** The values that arguments can have, by conditions that hold beside the printed one. */
  private final Map<Integer, Set<Long>> known;

  ExprPrinter(Arch arch, @Nullable Syscall syscall) {
    this(arch, syscall, Map.of());
  }

  private ExprPrinter(Arch arch, @Nullable Syscall syscall, Map<Integer, Set<Long>> known) {
    this.arch = arch;
    this.syscall = syscall;
    this.known = known;
  }

  String print(Expr expression) {
    return switch (expression) {
      case Expr.Const(boolean value) -> value ? "1" : "0";
      case Expr.Not(Expr.Const part) -> "!" + print(part);
      case Expr.Not(Expr.NonZero(Term term)) when term.bare() -> "!" + print(term);
      case Expr.Not(Expr part) -> "!(" + print(part) + ")";
      case Expr.And(List<Expr> parts) ->
          new ExprPrinter(arch, syscall, knownBeside(parts)).joined(" && ", parts);
      case Expr.Or(List<Expr> parts) -> joined(" || ", parts);
      case Expr.Compare(Term term, Expr.Op op, long value) ->
          operand(term) + " " + op.symbol() + " " + right(term, op, value);
      case Expr.In(Term term, List<Expr.Range> ranges) ->
          operand(term) + " in " + set(term, ranges);
      case Expr.NonZero(Term term) -> print(term);
    };
  }

  /** What a reader of {@code family == AF_NETLINK && …} knows of the other conditions. */
  private Map<Integer, Set<Long>> knownBeside(List<Expr> parts) {
    Map<Integer, Set<Long>> values = new HashMap<>(known);
    for (Expr part : parts) {
      if (part instanceof Expr.Compare(Term term, Expr.Op op, long value)
          && op == Expr.Op.EQ
          && term.bare()) {
        values.put(term.argument(), Set.of(value));
      } else if (part instanceof Expr.In(Term term, List<Expr.Range> ranges)
          && term.bare()
          && ranges.stream().allMatch(range -> range.low() == range.high())) {
        values.put(
            term.argument(), ranges.stream().map(Expr.Range::low).collect(Collectors.toSet()));
      }
    }
    return values;
  }

  /** Parts that join others keep their parentheses: && within || for the eye, the rest to parse. */
  private String joined(String operator, List<Expr> parts) {
    return parts.stream()
        .map(p -> p instanceof Expr.And || p instanceof Expr.Or ? "(" + print(p) + ")" : print(p))
        .collect(Collectors.joining(operator));
  }

  private String operand(Term term) {
    return term.bare() ? print(term) : "(" + print(term) + ")";
  }

  private String print(Term term) {
    String name = Names.argument(syscall, term.argument());
    boolean usual = term.width() == Names.effectiveWidth(arch, syscall, term.argument());
    String cut = usual ? name : name + ":" + term.width();
    return term.bare() ? cut : cut + " & " + constants(term).mask(term.mask());
  }

  private String right(Term term, Expr.Op op, long value) {
    boolean equality = op == Expr.Op.EQ || op == Expr.Op.NE;
    boolean noBits = value == 0 && !term.bare();
    return equality && !noBits ? constants(term).operand(value) : constants(term).number(value);
  }

  private String set(Term term, List<Expr.Range> ranges) {
    if (ranges.size() == 1 && ranges.getFirst().low() != ranges.getFirst().high()) {
      return item(term, ranges.getFirst());
    }
    return ranges.stream().map(r -> item(term, r)).collect(Collectors.joining(", ", "{", "}"));
  }

  private String item(Term term, Expr.Range range) {
    ConstantPrinter constants = constants(term);
    return range.low() == range.high()
        ? constants.value(range.low(), " | ")
        : constants.number(range.low()) + ".." + constants.number(range.high());
  }

  private ConstantPrinter constants(Term term) {
    return new ConstantPrinter(arch, syscall, term.argument(), term.width(), known);
  }
}
