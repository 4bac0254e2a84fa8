package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter expression over the arguments of one syscall, by recursive descent.
 *
 * <p>A parenthesis may open an expression or a term ({@code (flags & O_CREAT) == 0}). Both are read
 * as an expression; one that turns out to be a bare term can still be compared after the
 * parenthesis closes.
 */
final class ExprParser {
  /**
   * Parentheses inside each other. Too low: generated policies are refused. Too high: the parser
   * and whatever walks its trees run out of stack (a frame is about 100 bytes, a level four frames,
   * a small thread's stack 512 KiB).
   */
  static final int DEEPEST = 200;

  private final LineReader line;
  private final @Nullable Arch arch;
  private final @Nullable Syscall syscall;
  private final ConstantParser constants;
  private int depth;

  /**
   * @param arch null after a fault in the arch line: any name is then taken
   * @param syscall null if it is not in the table: only arg0 to arg5 are known then
   */
  ExprParser(LineReader line, @Nullable Arch arch, @Nullable Syscall syscall) {
    this.line = line;
    this.arch = arch;
    this.syscall = syscall;
    this.constants = new ConstantParser(line, arch);
  }

  /** A term, and how the line calls its argument. */
  private record Subject(Term term, String label) {
    ConstantParser.Target target() {
      return new ConstantParser.Target(label, term.width());
    }
  }

  /** An expression; with its subject if it is nothing but a term. */
  private record Parsed(Expr expr, @Nullable Subject subject) {}

  static LineReader.LineFault tooDeep(LineReader line, Lexer.Token token) {
    return line.fail(
        token,
        "more than " + DEEPEST + " parentheses inside each other",
        "write it flatter: a || b || c needs none");
  }

  Expr read() throws LineReader.LineFault {
    return or().expr();
  }

  private Parsed or() throws LineReader.LineFault {
    Parsed first = and();
    if (!line.lexer().at("||")) {
      return first;
    }
    List<Expr> parts = new ArrayList<>(List.of(first.expr()));
    while (line.lexer().accept("||")) {
      parts.add(and().expr());
    }
    return new Parsed(new Expr.Or(parts), null);
  }

  private Parsed and() throws LineReader.LineFault {
    Parsed first = not();
    if (!line.lexer().at("&&")) {
      return first;
    }
    List<Expr> parts = new ArrayList<>(List.of(first.expr()));
    while (line.lexer().accept("&&")) {
      parts.add(not().expr());
    }
    return new Parsed(new Expr.And(parts), null);
  }

  private Parsed not() throws LineReader.LineFault {
    return line.lexer().accept("!") ? new Parsed(new Expr.Not(test().expr()), null) : test();
  }

  private Parsed test() throws LineReader.LineFault {
    Lexer.Token token = line.lexer().peek();
    if (line.lexer().at("(")) {
      return group();
    }
    if (token.kind() == Lexer.Kind.WORD) {
      return comparison(term());
    }
    if (token.kind() == Lexer.Kind.NUMBER) {
      return constant();
    }
    throw line.unexpected("a condition", remedyFor(token));
  }

  private String remedyFor(Lexer.Token token) {
    return token.kind() == Lexer.Kind.SYMBOL && line.text(token).equals("!")
        ? "one \"!\" is enough; write !( … ) around what has its own"
        : "such as \"fd == 1\", or 1 for always";
  }

  private Parsed group() throws LineReader.LineFault {
    Lexer.Token open = line.lexer().take();
    if (++depth > DEEPEST) {
      throw tooDeep(line, open);
    }
    Parsed inside = or();
    line.expect(")", "conditions are joined by \"&&\" and \"||\"");
    depth--;
    return inside.subject() == null ? inside : comparison(inside.subject());
  }

  private Parsed constant() throws LineReader.LineFault {
    Lexer.Token token = line.lexer().take();
    String text = line.text(token);
    if (isComparison(line.lexer().peek())) {
      throw line.fail(
          token, "a comparison starts with its argument", "write \"fd == 1\", not \"1 == fd\"");
    }
    if (!text.equals("0") && !text.equals("1")) {
      throw line.fail(
          token,
          LineReader.quote(text) + " is not a condition",
          "several values are written \"fd in {1, 2}\" or \"fd == 1 || fd == 2\"");
    }
    return new Parsed(text.equals("1") ? Expr.TRUE : Expr.FALSE, null);
  }

  /** {@code ARG[":" WIDTH] ["&" const]}. */
  private Subject term() throws LineReader.LineFault {
    Lexer.Token name = line.lexer().take();
    String label = line.text(name);
    int argument = argument(name);
    int width = effectiveWidth(argument);
    if (line.lexer().accept(":")) {
      width = width();
    }
    long mask = Term.widthMask(width);
    if (line.lexer().accept("&")) {
      mask = constants.read(new ConstantParser.Target(label, width));
    }
    return new Subject(new Term(argument, width, mask), label);
  }

  private int width() throws LineReader.LineFault {
    Lexer.Token token = line.lexer().peek();
    return switch (token.kind() == Lexer.Kind.NUMBER ? line.text(line.lexer().take()) : "") {
      case "16" -> 16;
      case "32" -> 32;
      case "64" -> 64;
      default ->
          throw line.fail(
              token,
              "expected a width, found " + line.describe(token),
              "widths are :16, :32 and :64 bits");
    };
  }

  /** The register; 0, with the fault recorded, if the syscall has no such argument. */
  private int argument(Lexer.Token token) {
    String name = line.text(token);
    int number = Names.positional(name);
    int named = number >= 0 || syscall == null ? number : syscall.indexOf(name);
    if (named < 0 && arch != null) {
      line.report(token, Names.noArgument(syscall, name), Names.argumentsOf(syscall, name));
    }
    return Math.max(named, 0);
  }

  private int effectiveWidth(int argument) {
    return arch == null ? 64 : Names.effectiveWidth(arch, syscall, argument);
  }

  /** {@code [CMP const | "in" set]} behind a term. */
  private Parsed comparison(Subject subject) throws LineReader.LineFault {
    Lexer.Token token = line.lexer().peek();
    if (line.lexer().atWord("in")) {
      line.lexer().take();
      return new Parsed(new Expr.In(subject.term(), set(subject)), null);
    }
    Expr.Op op = operator(token);
    if (op != null) {
      line.lexer().take();
      long value = constants.read(subject.target());
      return new Parsed(new Expr.Compare(subject.term(), op, value), null);
    }
    if (line.lexer().at("=")) {
      throw line.fail(token, "\"=\" is not a comparison", "write \"==\"");
    }
    return new Parsed(new Expr.NonZero(subject.term()), subject);
  }

  private boolean isComparison(Lexer.Token token) {
    return operator(token) != null || line.lexer().atWord("in") || line.lexer().at("=");
  }

  private Expr.@Nullable Op operator(Lexer.Token token) {
    if (token.kind() == Lexer.Kind.SYMBOL) {
      for (Expr.Op op : Expr.Op.values()) {
        if (line.text(token).equals(op.symbol())) {
          return op;
        }
      }
    }
    return null;
  }

  private List<Expr.Range> set(Subject subject) throws LineReader.LineFault {
    if (!line.lexer().accept("{")) {
      return List.of(item(subject));
    }
    List<Expr.Range> items = new ArrayList<>();
    do {
      items.add(item(subject));
    } while (line.lexer().accept(","));
    line.expect("}", "values are separated by \",\"");
    return items;
  }

  private Expr.Range item(Subject subject) throws LineReader.LineFault {
    Lexer.Token from = line.lexer().peek();
    long low = constants.read(subject.target());
    if (!line.lexer().accept("..")) {
      return Expr.Range.of(low);
    }
    Lexer.Token to = line.lexer().peek();
    long high = constants.read(subject.target());
    if (Long.compareUnsigned(low, high) > 0) {
      String values = "0x%x..0x%x".formatted(low, high);
      line.report(
          from,
          to,
          "the range " + values + " is empty",
          "values are unsigned; the smaller one comes first");
      return Expr.Range.of(low);
    }
    return new Expr.Range(low, high);
  }
}
