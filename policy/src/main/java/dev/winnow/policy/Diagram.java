package dev.winnow.policy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A manager of reduced ordered decision diagrams (Bryant 1986) over the 512 bits of {@code struct
 * seccomp_data}, the one exact core beneath subset, difference, witness, volume and the equivalence
 * proof.
 *
 * <p>A diagram is an int handle. Handles are canonical: two diagrams of one manager are the same
 * function exactly when their handles are equal. Leaves are either {@link #FALSE} and {@link #TRUE}
 * (a boolean diagram: a set of events) or 32-bit seccomp return values (a verdict diagram: a policy
 * or a program); no diagram mixes them.
 *
 * <p>Bits are numbered as words of the struct ({@link SeccompData#word}): 0 number, 1 arch, 2 and 3
 * the low and high half of the instruction pointer, 4+2i and 5+2i those of argument i. They are
 * tested in the order arch, number, arguments 0 to 5, instruction pointer, high bits first, which
 * keeps dispatch by number and ranges of an argument small.
 *
 * <p>An operation costs at most the product of its operands' sizes; recursion is at most 512 deep.
 * Nodes are never freed: drop the manager. Not thread-safe. The same calls give the same handles.
 */
public final class Diagram {
  /** The empty set of events. */
  public static final int FALSE = 0;

  /** The set of all events. */
  public static final int TRUE = 1;

  /** Bits of struct seccomp_data. */
  public static final int VARIABLES = 512;

  /** The word of the syscall number. */
  public static final int NR = 0;

  /** The word of the audit token. */
  public static final int ARCH = 1;

  /**
   * Nodes that a manager may hold unless told otherwise, about 20 bytes each. Too low: large
   * policies cannot be proved. Too high: a hopeless one takes minutes and the memory of the JVM
   * before it fails.
   */
  public static final int DEFAULT_NODE_LIMIT = 1 << 22;

  private final NodeTable nodes;
  private final OperationCache results = new OperationCache();

  public Diagram() {
    this(DEFAULT_NODE_LIMIT);
  }

  /** A manager that fails with {@link DiagramLimitException} beyond this number of nodes. */
  public Diagram(int nodeLimit) {
    if (nodeLimit < 2) {
      throw new IllegalArgumentException("a node limit of " + nodeLimit + " leaves no room");
    }
    nodes = new NodeTable(nodeLimit);
  }

  /** The variable that stands for a bit (0 to 31) of a word (0 to 15): its place in the order. */
  public static int variable(int word, int bit) {
    if (word < 0 || word > 15 || bit < 0 || bit > 31) {
      throw new IllegalArgumentException("no bit " + bit + " of word " + word);
    }
    return lastVariable(word) - bit;
  }

  /** The first word of the order is arch, then number, arguments high half first, pointer last. */
  private static int lastVariable(int word) {
    int place =
        switch (word) {
          case ARCH -> 0;
          case NR -> 1;
          case 3 -> 14;
          case 2 -> 15;
          default -> 2 + ((word - 4) ^ 1);
        };
    return 32 * place + 31;
  }

  /** The word that a variable belongs to. */
  static int wordOf(int variable) {
    int place = variable >>> 5;
    return switch (place) {
      case 0 -> ARCH;
      case 1 -> NR;
      case 14 -> 3;
      case 15 -> 2;
      default -> 4 + ((place - 2) ^ 1);
    };
  }

  /** The verdict that is the same for every event. */
  public int leaf(int returnValue) throws DiagramLimitException {
    return nodes.leaf(returnValue);
  }

  public boolean isLeaf(int diagram) {
    return nodes.level(diagram) == NodeTable.LEAF;
  }

  /** A leaf's return value; 0 and 1 for FALSE and TRUE. */
  public int leafValue(int leaf) {
    if (!isLeaf(leaf)) {
      throw new IllegalArgumentException("node " + leaf + " is not a leaf");
    }
    return nodes.value(leaf);
  }

  /** Whether the diagram is boolean, that is a set of events. */
  public boolean isBoolean(int diagram) {
    return !nodes.verdict(diagram);
  }

  /** The variable that a diagram tests first; {@link #VARIABLES} for a leaf. */
  public int variableOf(int diagram) {
    return nodes.level(diagram);
  }

  /** What remains if the first variable's bit is 0. */
  public int low(int diagram) {
    return inner(diagram) ? nodes.low(diagram) : diagram;
  }

  /** What remains if the first variable's bit is 1. */
  public int high(int diagram) {
    return inner(diagram) ? nodes.high(diagram) : diagram;
  }

  private boolean inner(int diagram) {
    return nodes.level(diagram) != NodeTable.LEAF;
  }

  /** The events whose bit is set. */
  public int bit(int word, int bit) throws DiagramLimitException {
    return nodes.node(variable(word, bit), FALSE, TRUE);
  }

  /**
   * {@code low} where the variable is 0, else {@code high}; both test later variables only and are
   * of one sort.
   */
  public int node(int variable, int low, int high) throws DiagramLimitException {
    return nodes.node(variable, low, high);
  }

  /** The complement. */
  public int not(int a) throws DiagramLimitException {
    return ite(a, FALSE, TRUE);
  }

  /** The intersection. */
  public int and(int a, int b) throws DiagramLimitException {
    return ite(Math.min(a, b), Math.max(a, b), FALSE);
  }

  /** The union. */
  public int or(int a, int b) throws DiagramLimitException {
    return ite(Math.min(a, b), TRUE, Math.max(a, b));
  }

  /**
   * The union of many, none or one. Two by two, those that begin with the same bit first, so that
   * the operands stay small: costs n log n where one after the other would cost n squared.
   */
  public int any(int... parts) throws DiagramLimitException {
    return together(parts, false);
  }

  /** The intersection of many, all events if there are none; as {@link #any}. */
  public int all(int... parts) throws DiagramLimitException {
    return together(parts, true);
  }

  private int together(int[] parts, boolean all) throws DiagramLimitException {
    Integer[] sorted = Arrays.stream(parts).boxed().toArray(Integer[]::new);
    Arrays.sort(sorted, Comparator.comparingInt(nodes::level));
    int[] joined = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
    int left = joined.length;
    while (left > 1) {
      for (int i = 0; i + 1 < left; i += 2) {
        joined[i / 2] = all ? and(joined[i], joined[i + 1]) : or(joined[i], joined[i + 1]);
      }
      if (left % 2 == 1) {
        joined[left / 2] = joined[left - 1];
      }
      left = (left + 1) / 2;
    }
    return left == 1 ? joined[0] : all ? TRUE : FALSE;
  }

  /** What is in one but not in both. */
  public int xor(int a, int b) throws DiagramLimitException {
    return ite(Math.min(a, b), not(Math.max(a, b)), Math.max(a, b));
  }

  /** {@code then} where the boolean condition holds, else {@code otherwise}. */
  public int ite(int condition, int then, int otherwise) throws DiagramLimitException {
    requireBoolean(condition);
    if (nodes.verdict(then) != nodes.verdict(otherwise)) {
      throw new IllegalArgumentException("one branch is boolean and the other a verdict");
    }
    return choose(condition, then, otherwise);
  }

  private int choose(int condition, int then, int otherwise) throws DiagramLimitException {
    if (condition == TRUE || then == otherwise) {
      return then;
    }
    if (condition == FALSE) {
      return otherwise;
    }
    if (then == TRUE && otherwise == FALSE) {
      return condition;
    }
    if (then == condition) {
      return choose(condition, TRUE, otherwise);
    }
    if (otherwise == condition) {
      return choose(condition, then, FALSE);
    }
    int known = results.get(condition, then, otherwise);
    if (known != OperationCache.MISSING) {
      return known;
    }
    int variable =
        Math.min(nodes.level(condition), Math.min(nodes.level(then), nodes.level(otherwise)));
    int low = choose(low(condition, variable), low(then, variable), low(otherwise, variable));
    int high = choose(high(condition, variable), high(then, variable), high(otherwise, variable));
    int result = nodes.node(variable, low, high);
    results.growWith(nodes.size());
    results.put(condition, then, otherwise, result);
    return result;
  }

  private int low(int diagram, int variable) {
    return nodes.level(diagram) == variable ? nodes.low(diagram) : diagram;
  }

  private int high(int diagram, int variable) {
    return nodes.level(diagram) == variable ? nodes.high(diagram) : diagram;
  }

  private void requireBoolean(int diagram) {
    if (nodes.verdict(diagram)) {
      throw new IllegalArgumentException("a verdict diagram cannot be a condition");
    }
  }

  /** The events whose word is this value. */
  public int wordEquals(int word, int value) throws DiagramLimitException {
    return wordInRange(word, -1, value, value);
  }

  /** The events whose word lies, unsigned, in {@code low..high}; none if that is empty. */
  public int wordInRange(int word, int low, int high) throws DiagramLimitException {
    return wordInRange(word, -1, low, high);
  }

  /** The events whose {@code word & mask} lies, unsigned, in {@code low..high}. */
  public int wordInRange(int word, int mask, int low, int high) throws DiagramLimitException {
    return Ranges.of(
        this,
        variable(word, 0),
        Integer.toUnsignedLong(mask),
        Integer.toUnsignedLong(low),
        Integer.toUnsignedLong(high));
  }

  /** The events whose term lies, unsigned, in {@code low..high}; none if that is empty. */
  public int termInRange(Term term, long low, long high) throws DiagramLimitException {
    return Ranges.of(this, variable(4 + 2 * term.argument(), 0), term.mask(), low, high);
  }

  /** The events for which the comparison holds, unsigned. */
  public int termCompares(Term term, Expr.Op op, long value) throws DiagramLimitException {
    return switch (op) {
      case EQ -> termInRange(term, value, value);
      case NE -> not(termInRange(term, value, value));
      case LT -> value == 0 ? FALSE : termInRange(term, 0, value - 1);
      case LE -> termInRange(term, 0, value);
      case GT -> value == -1 ? FALSE : termInRange(term, value + 1, -1);
      case GE -> termInRange(term, value, -1);
    };
  }

  /**
   * The diagram that is {@code parts[i]} where the word lies, unsigned, from {@code starts[i]} to
   * the next start. Parts test words that come later in the order.
   *
   * @param starts ascending, unsigned; the first is 0
   */
  public int dispatch(int word, int[] starts, int[] parts) throws DiagramLimitException {
    return Ranges.dispatch(this, variable(word, 0), starts, parts);
  }

  /** The verdict diagram with other return values in its leaves. */
  public int map(int verdicts, IntUnaryOperator change) throws DiagramLimitException {
    requireVerdicts(verdicts);
    return new Rewrite(this, leaf -> leaf(change.applyAsInt(leafValue(leaf)))).apply(verdicts);
  }

  /** The events that a verdict diagram permits, as {@link Action#permits(int)}. */
  public int permitted(int verdicts) throws DiagramLimitException {
    requireVerdicts(verdicts);
    return new Rewrite(this, leaf -> Action.permits(leafValue(leaf)) ? TRUE : FALSE)
        .apply(verdicts);
  }

  /** The events that get exactly this return value. */
  public int getting(int verdicts, int returnValue) throws DiagramLimitException {
    requireVerdicts(verdicts);
    return new Rewrite(this, leaf -> leafValue(leaf) == returnValue ? TRUE : FALSE).apply(verdicts);
  }

  private void requireVerdicts(int diagram) {
    if (!nodes.verdict(diagram)) {
      throw new IllegalArgumentException("a boolean diagram has no verdicts");
    }
  }

  /** What remains of a diagram for one audit token and syscall number: a function of arguments. */
  public int restrict(int diagram, int arch, int number) {
    int rest = follow(diagram, variable(ARCH, 0), arch);
    return follow(rest, variable(NR, 0), number);
  }

  private int follow(int diagram, int last, int value) {
    int at = diagram;
    while (nodes.level(at) <= last) {
      at = (value >>> (last - nodes.level(at)) & 1) == 0 ? nodes.low(at) : nodes.high(at);
    }
    return at;
  }

  /** The leaf's value for an event: a return value, or 0 and 1 for FALSE and TRUE. */
  public int evaluate(int diagram, SeccompData event) {
    int at = diagram;
    while (inner(at)) {
      int variable = nodes.level(at);
      int word = event.word(wordOf(variable));
      at = (word >>> (31 - (variable & 31)) & 1) == 0 ? nodes.low(at) : nodes.high(at);
    }
    return nodes.value(at);
  }

  /** How many of the 2^512 events a boolean diagram holds. */
  public BigInteger count(int diagram) {
    return count(diagram, 0);
  }

  /**
   * How many assignments of the variables from {@code first} on a boolean diagram holds; it tests
   * none before. With {@code variable(4, …)}'s first, 64, that is the volume of a syscall's
   * arguments, of 2^448 with the instruction pointer.
   */
  public BigInteger count(int diagram, int first) {
    requireBoolean(diagram);
    if (first > nodes.level(diagram)) {
      throw new IllegalArgumentException("the diagram tests variables before " + first);
    }
    return new Volume(this).of(diagram).shiftLeft(nodes.level(diagram) - first);
  }

  /** For each of the six arguments, whether a diagram of the list tests one of its bits. */
  public boolean[] testedArguments(int... diagrams) {
    return Volume.arguments(this, diagrams);
  }

  /** The nodes of one diagram, leaves included. */
  public int size(int diagram) {
    return Volume.nodes(this, diagram);
  }

  /** The nodes of all diagrams of this manager. */
  public int nodes() {
    return nodes.size();
  }

  /**
   * The event of a boolean diagram that comes first in the variables' order: bits that do not
   * matter are 0 and values small; null if there is none.
   */
  public @Nullable SeccompData witness(int diagram) {
    requireBoolean(diagram);
    return diagram == FALSE ? null : Witness.difference(this, FALSE, diagram).event();
  }

  /** The first event on which two diagrams of one sort differ; null if they are the same. */
  public @Nullable Difference difference(int left, int right) {
    if (nodes.verdict(left) != nodes.verdict(right)) {
      throw new IllegalArgumentException("one diagram is boolean and the other a verdict");
    }
    return left == right ? null : Witness.difference(this, left, right);
  }

  /**
   * An event on which two diagrams differ.
   *
   * @param event the event
   * @param left the leaf's value in the first
   * @param right the leaf's value in the second
   */
  public record Difference(SeccompData event, int left, int right) {}
}
