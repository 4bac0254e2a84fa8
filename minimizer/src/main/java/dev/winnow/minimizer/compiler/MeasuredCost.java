package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.AND_K;
import static dev.winnow.minimizer.bpf.Opcode.JA;
import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.JGE_K;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;
import static dev.winnow.minimizer.bpf.Opcode.LD_ABS;
import static dev.winnow.minimizer.bpf.Opcode.RET_K;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a finished program costs, on its own instructions: nothing is estimated, so that shared
 * parts, saved loads and long jumps count as they are.
 */
final class MeasuredCost {
  private final List<Sample> samples;
  private final Objective objective;

  MeasuredCost(List<Sample> samples, Objective objective) {
    this.samples = List.copyOf(samples);
    this.objective = objective;
  }

  /** The objective's value. */
  double of(Program program) {
    return objective.cost(executed(program), program.size(), longest(program));
  }

  /** Executed instructions per event, by the samples' weights. */
  double executed(Program program) {
    return executed(program, Sample::weight);
  }

  /** The same, counting events that the kernel decides alone as 0. */
  double uncached(Program program) {
    return executed(program, Sample::uncached);
  }

  private double executed(Program program, ToDoubleFunction<Sample> weight) {
    int size = program.size();
    int[] code = new int[size];
    int[] k = new int[size];
    int[] yes = new int[size];
    int[] no = new int[size];
    for (int pc = 0; pc < size; pc++) {
      Instruction i = program.get(pc);
      code[pc] = i.code();
      k[pc] = i.k();
      yes[pc] = pc + 1 + (i.code() == JA ? i.k() : i.jt());
      no[pc] = pc + 1 + i.jf();
    }
    double total = 0;
    for (Sample sample : samples) {
      total += weight.applyAsDouble(sample) * run(sample, code, k, yes, no);
    }
    return total;
  }

  private static int run(Sample sample, int[] code, int[] k, int[] yes, int[] no) {
    int a = 0;
    int pc = 0;
    int executed = 0;
    while (true) {
      executed++;
      switch (code[pc]) {
        case LD_ABS -> a = sample.word(k[pc++] >>> 2);
        case AND_K -> a &= k[pc++];
        case JA -> pc = yes[pc];
        case JEQ_K -> pc = a == k[pc] ? yes[pc] : no[pc];
        case JGE_K -> pc = Integer.compareUnsigned(a, k[pc]) >= 0 ? yes[pc] : no[pc];
        case JSET_K -> pc = (a & k[pc]) != 0 ? yes[pc] : no[pc];
        case RET_K -> {
          return executed;
        }
        default -> throw new IllegalStateException("the compiler does not emit opcode " + code[pc]);
      }
    }
  }

  /** The instructions on the longest way through a program. */
  static int longest(Program program) {
    int[] longest = new int[program.size() + 1];
    for (int pc = program.size() - 1; pc >= 0; pc--) {
      Instruction i = program.get(pc);
      int rest;
      if (i.returns()) {
        rest = 0;
      } else if (i.code() == JA) {
        rest = longest[pc + 1 + i.k()];
      } else if (i.conditional()) {
        rest = Math.max(longest[pc + 1 + i.jt()], longest[pc + 1 + i.jf()]);
      } else {
        rest = longest[pc + 1];
      }
      longest[pc] = 1 + rest;
    }
    return longest[0];
  }
}
