package dev.winnow.minimizer.expression;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes sets of events down: from a diagram over arguments to an expression that holds for exactly
 * these events, checked on the exact core. Arguments are compared on their effective width where
 * the set looks at no other bits.
 */
public final class ExpressionReader {
  /** An expression of more alternatives is not written: nobody would read it. */
  private static final int MAX_ALTERNATIVES = 1 << 12;

  /** Simplifying takes the square of a size; past this a condition stays as it was read. */
  private static final int MAX_SIMPLIFIED = 400;

  private static final int ARGUMENTS = 6;

  private final Core core = new Core();
  private final Diagram source;
  private final Map<Integer, Integer> copied = new HashMap<>();
  private final long[] support = new long[ARGUMENTS];
  private final Set<Integer> collected = new HashSet<>();
  private ArgumentForms forms = new ArgumentForms(core, List.of(), Habits.NONE);
  private int alternatives;

  private ExpressionReader(Diagram source) {
    this.source = source;
  }

  /**
   * The expression; null if the set has no form worth reading.
   *
   * @param set a boolean diagram that tests bits of arguments only
   * @param syscall whose arguments they are; null if the table does not have it
   */
  public static @Nullable Expr read(Diagram diagram, int set, Arch arch, @Nullable Syscall syscall)
      throws DiagramLimitException {
    ExpressionReader reader = new ExpressionReader(diagram);
    return reader.read(reader.copy(set), arch, syscall);
  }

  private @Nullable Expr read(int meaning, Arch arch, @Nullable Syscall syscall)
      throws DiagramLimitException {
    collectSupport(meaning);
    Habits habits = Habits.of(syscall);
    forms = new ArgumentForms(core, terms(arch, syscall), habits);
    Expr expression = new Decomposition(core, forms, new Pruner(core)).of(meaning);
    if (expression == null) {
      expression = byArguments(meaning);
      if (expression == null) {
        return null;
      }
      if (Size.of(expression) <= MAX_SIMPLIFIED) {
        expression = ExpressionSimplifier.simplify(expression, habits);
      }
    }
    if (core.of(expression) != meaning) {
      throw new IllegalStateException("read as another set: " + expression);
    }
    return expression;
  }

  private int copy(int node) throws DiagramLimitException {
    if (source.isLeaf(node)) {
      return node; // FALSE and TRUE are the same in every manager.
    }
    Integer done = copied.get(node);
    if (done == null) {
      done =
          core.diagram()
              .node(source.variableOf(node), copy(source.low(node)), copy(source.high(node)));
      copied.put(node, done);
    }
    return done;
  }

  private void collectSupport(int node) {
    Diagram diagram = core.diagram();
    if (diagram.isLeaf(node) || !collected.add(node)) {
      return;
    }
    int place = diagram.variableOf(node) - Core.firstVariable(0);
    support[place / 64] |= 1L << (63 - place % 64);
    collectSupport(diagram.low(node));
    collectSupport(diagram.high(node));
  }

  /**
   * The widths that a writer would have used. A set that looks at all bits of a low word, and at
   * none above, was written about 32 bits even if the argument has more.
   */
  private List<Term> terms(Arch arch, @Nullable Syscall syscall) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < ARGUMENTS; i++) {
      Argument argument =
          syscall != null && i < syscall.arity() ? syscall.arguments().get(i) : null;
      int width =
          argument != null && arch.registerBits() == 64 ? argument.width() : arch.registerBits();
      terms.add(Term.of(i, width));
      terms.add(Term.of(i, 64));
      if (support[i] >>> 31 == 1) {
        terms.add(Term.of(i, 32));
      }
      if (argument != null && argument.kind() == Kind.FLAGS) {
        // People think of flags in bits: a masked term says so.
        terms.add(new Term(i, width, 1));
      }
    }
    return terms;
  }

  /**
   * One argument after the other in the diagram's order, whatever comes of it; null if that is too
   * much.
   */
  private @Nullable Expr byArguments(int set) throws DiagramLimitException {
    if (core.diagram().isLeaf(set)) {
      return set == Diagram.TRUE ? Expr.TRUE : Expr.FALSE;
    }
    int argument = argumentOf(set);
    List<Expr> parts = new ArrayList<>();
    List<Core.Part> split = core.parts(set, argument, MAX_ALTERNATIVES);
    for (Core.Part part : split) {
      if (part.rest() != Diagram.FALSE) {
        Expr values = values(part.values(), argument);
        Expr rest = values == null ? null : byArguments(part.rest());
        if (values == null || rest == null) {
          return null;
        }
        parts.add(Trees.and(List.of(values, rest)));
      }
    }
    return split.isEmpty() ? null : Trees.or(parts);
  }

  private @Nullable Expr values(int set, int argument) throws DiagramLimitException {
    Expr form = forms.of(set, argument);
    if (form != null) {
      alternatives++;
      return alternatives <= MAX_ALTERNATIVES ? form : null;
    }
    List<Expr> cubes = new ArrayList<>();
    addCubes(argument, set, 0, 0, cubes);
    return alternatives <= MAX_ALTERNATIVES ? Trees.or(cubes) : null;
  }

  private int argumentOf(int node) {
    return (core.diagram().variableOf(node) - Core.firstVariable(0)) / 64;
  }

  /** The paths to TRUE of a set of one argument's values, a masked comparison each. */
  private void addCubes(int argument, int node, long mask, long value, List<Expr> cubes) {
    Diagram diagram = core.diagram();
    if (node == Diagram.FALSE || alternatives > MAX_ALTERNATIVES) {
      return;
    }
    if (node == Diagram.TRUE) {
      int width = (mask & ~Term.widthMask(32)) == 0 ? 32 : 64;
      cubes.add(new Expr.Compare(new Term(argument, width, mask), Expr.Op.EQ, value));
      alternatives++;
      return;
    }
    long bit = 1L << (63 - (diagram.variableOf(node) - Core.firstVariable(argument)));
    addCubes(argument, diagram.low(node), mask | bit, value, cubes);
    addCubes(argument, diagram.high(node), mask | bit, value | bit, cubes);
  }
}
