package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.policy.SeccompData;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program as the kernel does, with its scratch memory in the instance: one per thread. A run
 * allocates nothing.
 */
public final class Interpreter {
  private final int[] code;
  private final int[] jt;
  private final int[] jf;
  private final int[] k;
  private final int[] memory = new int[MEMORY_WORDS];
  private int executed;
  private int last;

  /**
   * What one event did.
   *
   * @param value what the program returned
   * @param path the numbers of the executed instructions, in order
   */
  public record Execution(int value, List<Integer> path) {
    public Execution {
      path = List.copyOf(path);
    }
  }

  /**
   * @throws IllegalArgumentException if the kernel would refuse the program
   */
  public Interpreter(Program program) {
    KernelRules.require(program);
    code = program.instructions().stream().mapToInt(Instruction::code).toArray();
    jt = program.instructions().stream().mapToInt(Instruction::jt).toArray();
    jf = program.instructions().stream().mapToInt(Instruction::jf).toArray();
    k = program.instructions().stream().mapToInt(Instruction::k).toArray();
  }

  /**
   * Runs the program.
   *
   * @param words the 16 words of {@code struct seccomp_data}, as {@link SeccompData#word} counts
   *     them
   * @return the program's return value
   */
  public int run(int[] words) {
    return run(words, null);
  }

  /** How many instructions the last run executed. */
  public int executed() {
    return executed;
  }

  /** The number of the instruction that ended the last run: a return, or a division by X = 0. */
  public int last() {
    return last;
  }

  /** Runs the program and remembers the way. */
  public Execution trace(SeccompData data) {
    int[] path = new int[code.length];
    int value = run(words(data), path);
    return new Execution(value, Arrays.stream(path, 0, executed).boxed().toList());
  }

  /** The words of an event, as {@link #run} takes them. */
  public static int[] words(SeccompData data) {
    int[] words = new int[DATA_BYTES / 4];
    Arrays.setAll(words, data::word);
    return words;
  }

  /**
   * The loop. The bounds and the end are the kernel's rules, which the constructor checked; A and X
   * start at 0 as {@code bpf_convert_filter} makes them.
   */
  private int run(int[] words, int @Nullable [] path) {
    int a = 0;
    int x = 0;
    int steps = 0;
    for (int pc = 0; ; pc++) {
      if (path != null) {
        path[steps] = pc;
      }
      steps++;
      int operand = k[pc];
      switch (code[pc]) {
        case LD_ABS -> a = words[operand >>> 2];
        case LD_LEN -> a = DATA_BYTES;
        case LD_IMM -> a = operand;
        case LD_MEM -> a = memory[operand];
        case LDX_LEN -> x = DATA_BYTES;
        case LDX_IMM -> x = operand;
        case LDX_MEM -> x = memory[operand];
        case ST -> memory[operand] = a;
        case STX -> memory[operand] = x;
        case TAX -> x = a;
        case TXA -> a = x;
        case JA -> pc += operand;
        case JEQ_K -> pc += a == operand ? jt[pc] : jf[pc];
        case JEQ_X -> pc += a == x ? jt[pc] : jf[pc];
        case JGT_K -> pc += Integer.compareUnsigned(a, operand) > 0 ? jt[pc] : jf[pc];
        case JGT_X -> pc += Integer.compareUnsigned(a, x) > 0 ? jt[pc] : jf[pc];
        case JGE_K -> pc += Integer.compareUnsigned(a, operand) >= 0 ? jt[pc] : jf[pc];
        case JGE_X -> pc += Integer.compareUnsigned(a, x) >= 0 ? jt[pc] : jf[pc];
        case JSET_K -> pc += (a & operand) != 0 ? jt[pc] : jf[pc];
        case JSET_X -> pc += (a & x) != 0 ? jt[pc] : jf[pc];
        case RET_K -> {
          executed = steps;
          last = pc;
          return operand;
        }
        case RET_A -> {
          executed = steps;
          last = pc;
          return a;
        }
        case DIV_X -> {
          if (x == 0) {
            executed = steps;
            last = pc;
            return 0;
          }
          a = Integer.divideUnsigned(a, x);
        }
        default -> a = arithmetic(code[pc], a, x, operand);
      }
    }
  }

  /** An ALU operation but for DIV X. Java's shifts count modulo 32, as the kernel's do. */
  static int arithmetic(int code, int a, int x, int k) {
    return switch (code) {
      case ADD_K -> a + k;
      case ADD_X -> a + x;
      case SUB_K -> a - k;
      case SUB_X -> a - x;
      case MUL_K -> a * k;
      case MUL_X -> a * x;
      case DIV_K -> Integer.divideUnsigned(a, k);
      case OR_K -> a | k;
      case OR_X -> a | x;
      case AND_K -> a & k;
      case AND_X -> a & x;
      case XOR_K -> a ^ k;
      case XOR_X -> a ^ x;
      case LSH_K -> a << k;
      case LSH_X -> a << x;
      case RSH_K -> a >>> k;
      case RSH_X -> a >>> x;
      case NEG -> -a;
      default -> throw new IllegalArgumentException("no ALU operation: 0x%02x".formatted(code));
    };
  }
}
