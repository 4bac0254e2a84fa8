package dev.winnow.minimizer.expression;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final int MAX_CUBES = 1 << 12;

  private static final int ARGUMENTS = 6;

  private final Core core = new Core();
  private final Diagram source;
  private final Map<Integer, Integer> copied = new HashMap<>();
  private final long[] support = new long[ARGUMENTS];
  private final Map<Integer, Boolean> collected = new HashMap<>();

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
    Set<Integer> choices = syscall == null ? Set.of() : ExpressionSimplifier.choices(syscall);
    ArgumentForms forms = new ArgumentForms(core, terms(arch, syscall), choices);
    Expr expression = new Decomposition(core, forms, new Pruner(core)).of(meaning);
    if (expression == null) {
      List<Expr> cubes = new ArrayList<>();
      if (!addCubes(meaning, new long[ARGUMENTS], new long[ARGUMENTS], cubes)) {
        return null;
      }
      expression = ExpressionSimplifier.simplify(Trees.or(cubes), choices);
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
    if (diagram.isLeaf(node) || collected.putIfAbsent(node, true) != null) {
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
      boolean named = syscall != null && i < syscall.arity() && arch.registerBits() == 64;
      terms.add(Term.of(i, named ? syscall.arguments().get(i).width() : arch.registerBits()));
      terms.add(Term.of(i, 64));
      if (support[i] >>> 31 == 1) {
        terms.add(Term.of(i, 32));
      }
    }
    return terms;
  }

  /** The paths to TRUE, each a masked comparison per argument; false if there are too many. */
  private boolean addCubes(int node, long[] masks, long[] values, List<Expr> cubes) {
    Diagram diagram = core.diagram();
    if (diagram.isLeaf(node)) {
      if (node == Diagram.TRUE) {
        cubes.add(cube(masks, values));
      }
      return cubes.size() <= MAX_CUBES;
    }
    int place = diagram.variableOf(node) - Core.firstVariable(0);
    int argument = place / 64;
    long bit = 1L << (63 - place % 64);
    masks[argument] |= bit;
    boolean few = addCubes(diagram.low(node), masks, values, cubes);
    values[argument] |= bit;
    few = few && addCubes(diagram.high(node), masks, values, cubes);
    masks[argument] &= ~bit;
    values[argument] &= ~bit;
    return few;
  }

  private static Expr cube(long[] masks, long[] values) {
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < ARGUMENTS; i++) {
      if (masks[i] != 0) {
        int width = (masks[i] & ~Term.widthMask(32)) == 0 ? 32 : 64;
        parts.add(new Expr.Compare(new Term(i, width, masks[i]), Expr.Op.EQ, values[i]));
      }
    }
    return Trees.and(parts);
  }
}
