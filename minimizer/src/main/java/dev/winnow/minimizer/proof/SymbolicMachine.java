package dev.winnow.minimizer.proof;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executes single instructions on symbolic registers. */
final class SymbolicMachine {
  /**
   * How many different values a return of A may have. MAX_ERRNO (linux/err.h) is 4095. Too low:
   * computed errnos are not proved. Too high: returning an argument takes long before it fails.
   */
  private static final int MAX_RETURN_VALUES = 1 << 12;

  private final Diagram diagram;
  private final WordAlgebra algebra;
  private final List<int[]> vectors = new ArrayList<>();
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();
  private int returnValues;

  /** What an instruction did. */
  sealed interface Effect {}

  /** It ended the program. */
  record Returned(int verdict) implements Effect {}

  /** It changed the state and went on after {@code skip} more instructions. */
  record Moved(SymbolicState next, int skip) implements Effect {}

  /** It skipped either so many or so many instructions. */
  record Chose(int condition, int skipThen, int skipElse) implements Effect {}

  /** It divided by X, which ends the program with 0 where X is {@code zero}. */
  record Divided(int zero, SymbolicState next) implements Effect {}

  SymbolicMachine(Diagram diagram) {
    this.diagram = diagram;
    algebra = new WordAlgebra(diagram);
  }

  /** A and X are 0 (bpf_convert_filter); M is never read unwritten. */
  SymbolicState start() {
    return SymbolicState.filled(intern(algebra.constant(0)));
  }

  Effect execute(Instruction i, SymbolicState state)
      throws DiagramLimitException, UndecidedException {
    int k = i.k();
    return switch (i.code()) {
      case LD_ABS -> set(state, SymbolicState.A, algebra.load(k / 4));
      case LD_LEN -> set(state, SymbolicState.A, algebra.constant(DATA_BYTES));
      case LD_IMM -> set(state, SymbolicState.A, algebra.constant(k));
      case LD_MEM -> copy(state, SymbolicState.M + k, SymbolicState.A);
      case LDX_LEN -> set(state, SymbolicState.X, algebra.constant(DATA_BYTES));
      case LDX_IMM -> set(state, SymbolicState.X, algebra.constant(k));
      case LDX_MEM -> copy(state, SymbolicState.M + k, SymbolicState.X);
      case ST -> copy(state, SymbolicState.A, SymbolicState.M + k);
      case STX -> copy(state, SymbolicState.X, SymbolicState.M + k);
      case TAX -> copy(state, SymbolicState.A, SymbolicState.X);
      case TXA -> copy(state, SymbolicState.X, SymbolicState.A);
      case JA -> new Moved(state, k);
      case RET_K -> new Returned(diagram.leaf(k));
      case RET_A -> new Returned(verdict(vector(state, SymbolicState.A)));
      case DIV_X -> divide(state);
      default -> {
        int[] a = vector(state, SymbolicState.A);
        int[] operand = (i.code() & 8) != 0 ? vector(state, SymbolicState.X) : algebra.constant(k);
        yield i.conditional()
            ? new Chose(compare(i.code() & ~8, a, operand), i.jt(), i.jf())
            : set(state, SymbolicState.A, compute(i.code() & ~8, a, operand));
      }
    };
  }

  private int compare(int code, int[] a, int[] b) throws DiagramLimitException {
    return switch (code) {
      case JEQ_K -> algebra.equal(a, b);
      case JGT_K -> diagram.not(algebra.atLeast(b, a));
      case JGE_K -> algebra.atLeast(a, b);
      case JSET_K -> diagram.not(algebra.isZero(algebra.and(a, b)));
      default -> throw new IllegalArgumentException("no comparison: 0x%02x".formatted(code));
    };
  }

  private int[] compute(int code, int[] a, int[] b) throws DiagramLimitException {
    return switch (code) {
      case ADD_K -> algebra.add(a, b);
      case SUB_K -> algebra.subtract(a, b);
      case MUL_K -> algebra.multiply(a, b);
      case DIV_K -> algebra.divide(a, b);
      case OR_K -> algebra.or(a, b);
      case AND_K -> algebra.and(a, b);
      case XOR_K -> algebra.xor(a, b);
      case LSH_K -> algebra.shiftLeft(a, b);
      case RSH_K -> algebra.shiftRight(a, b);
      case NEG -> algebra.subtract(algebra.constant(0), a);
      default -> throw new IllegalArgumentException("no operation: 0x%02x".formatted(code));
    };
  }

  private Effect divide(SymbolicState state) throws DiagramLimitException {
    int[] x = vector(state, SymbolicState.X);
    int[] quotient = algebra.divide(vector(state, SymbolicState.A), x);
    return new Divided(algebra.isZero(x), state.with(SymbolicState.A, intern(quotient)));
  }

  private Moved set(SymbolicState state, int register, int[] vector) {
    return new Moved(state.with(register, intern(vector)), 0);
  }

  private static Moved copy(SymbolicState state, int from, int to) {
    return new Moved(state.with(to, state.get(from)), 0);
  }

  private int[] vector(SymbolicState state, int register) {
    return vectors.get(state.get(register));
  }

  private int intern(int[] vector) {
    List<Integer> key = Arrays.stream(vector).boxed().toList();
    Integer number = numbers.putIfAbsent(key, vectors.size());
    if (number == null) {
      vectors.add(vector);
      return vectors.size() - 1;
    }
    return number;
  }

  /** The verdict diagram of a computed return value, by splitting on its bits from the top. */
  private int verdict(int[] bits) throws DiagramLimitException, UndecidedException {
    returnValues = 0;
    return verdict(bits, 31, 0, Diagram.TRUE);
  }

  /**
   * The part for return values that begin with {@code prefix}, which is right where {@code care}
   * holds; it holds somewhere, so leaves are values that do occur.
   */
  private int verdict(int[] bits, int bit, int prefix, int care)
      throws DiagramLimitException, UndecidedException {
    if (bit < 0) {
      returnValues++;
      if (returnValues > MAX_RETURN_VALUES) {
        throw new UndecidedException(
            "the program returns more than %,d different values".formatted(MAX_RETURN_VALUES));
      }
      return diagram.leaf(prefix);
    }
    int ones = diagram.and(care, bits[bit]);
    int zeros = diagram.and(care, diagram.not(bits[bit]));
    if (ones == Diagram.FALSE) {
      return verdict(bits, bit - 1, prefix, zeros);
    }
    int high = verdict(bits, bit - 1, prefix | 1 << bit, ones);
    return zeros == Diagram.FALSE
        ? high
        : diagram.ite(bits[bit], high, verdict(bits, bit - 1, prefix, zeros));
  }
}
