package dev.winnow.test.oracle;

import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.SeccompData;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * Holds the kernel's verdicts on a program against what the interpreter says, with the return
 * instruction that said it, and against what the evaluator makes of the policy.
 */
final class Judge {
  private final Policy policy;
  private final Program program;
  private final Interpreter interpreter;
  private final BitSet returned = new BitSet();
  private long verdicts;
  private long kernelNanos;

  Judge(Policy policy, Program program) {
    this.policy = policy;
    this.program = program;
    interpreter = new Interpreter(program);
  }

  /**
   * Compares all events.
   *
   * @throws AssertionError with the smallest event of those tried that all three do not agree on
   */
  void judge(KernelOracle oracle, List<SeccompData> events) throws IOException {
    long start = System.nanoTime();
    Verdicts kernel = oracle.verdicts(program, events);
    kernelNanos += System.nanoTime() - start;
    verdicts += kernel.count();
    for (int i = 0; i < kernel.count(); i++) {
      SeccompData event = events.get(i);
      if (!agree(kernel, i, event)) {
        SeccompData small = smallest(oracle, event);
        throw new AssertionError(difference(oracle.verdicts(program, List.of(small)), small));
      }
      returned.set(kernel.instruction(i));
    }
  }

  private boolean agree(Verdicts kernel, int index, SeccompData event) {
    int value = interpreter.run(Interpreter.words(event));
    return kernel.value(index) == value
        && kernel.instruction(index) == interpreter.last()
        && Action.ofReturnValue(value).equals(Evaluator.decide(policy, event));
  }

  /** Clears arguments and bits of them as long as the difference stays. */
  private SeccompData smallest(KernelOracle oracle, SeccompData event) throws IOException {
    SeccompData smallest = event;
    for (int argument = 0; argument < 6; argument++) {
      for (int bit = -1; bit < Long.SIZE; bit++) {
        long[] args = smallest.args().stream().mapToLong(Long::longValue).toArray();
        args[argument] = bit < 0 ? 0 : args[argument] & ~(1L << bit);
        SeccompData smaller = SeccompData.of(event.arch(), event.number(), args);
        if (!agree(oracle.verdicts(program, List.of(smaller)), 0, smaller)) {
          smallest = smaller;
        }
      }
    }
    return smallest;
  }

  private String difference(Verdicts kernel, SeccompData event) {
    int value = interpreter.run(Interpreter.words(event));
    return """
    arch 0x%08x nr %d args %s
    kernel:      %s, by instruction %d
    interpreter: %s, by instruction %d
    evaluator:   %s
    %s
    %s\
    """
        .formatted(
            event.arch(),
            event.number(),
            event.args().stream().map("0x%x"::formatted).toList(),
            Disassembler.action(kernel.value(0)),
            kernel.instruction(0),
            Disassembler.action(value),
            interpreter.last(),
            Evaluator.decide(policy, event),
            Policies.print(policy),
            Disassembler.listing(program));
  }

  /** How many verdicts were compared. */
  long verdicts() {
    return verdicts;
  }

  /** How long the kernel took for them, with the way there and back. */
  long kernelNanos() {
    return kernelNanos;
  }

  /** The return instructions that ended the program for no event so far. */
  BitSet neverReturned() {
    BitSet never = new BitSet();
    for (int pc = 0; pc < program.size(); pc++) {
      never.set(pc, program.get(pc).returns() && !returned.get(pc));
    }
    return never;
  }
}
