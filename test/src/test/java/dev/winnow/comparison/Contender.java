package dev.winnow.comparison;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A program that a compiler made of a policy.
 *
 * @param compiler with its setting
 * @param program the program
 */
record Contender(String compiler, Program program) {
  /**
   * Instructions that an event executes, and that with those that the kernel's bitmap decides 0.
   */
  record Executed(double all, double uncached) {}

  /** On average over the events, by their weights. */
  Executed executed(Weights weights) {
    Interpreter interpreter = new Interpreter(program);
    Map<Arch, BitSet> decided = new HashMap<>();
    double total = 0;
    double all = 0;
    double uncached = 0;
    for (Weights.Event event : weights.events()) {
      interpreter.run(Interpreter.words(event.data()));
      double executed = event.weight() * interpreter.executed();
      total += event.weight();
      all += executed;
      uncached += cached(decided, event.data()) ? 0 : executed;
    }
    return new Executed(all / total, uncached / total);
  }

  /** Whether the kernel decides an event by its number when the program is attached. */
  boolean cached(SeccompData event) {
    return cached(new HashMap<>(), event);
  }

  private boolean cached(Map<Arch, BitSet> decided, SeccompData event) {
    Arch arch = Arch.of(event.arch(), event.number());
    return arch != null
        && event.number() >= 0
        && decided.computeIfAbsent(arch, a -> KernelBitmap.of(program, a)).get(event.number());
  }

  /** The instructions on the longest way from start to return. */
  int longest() {
    int[] longest = new int[program.size() + 1];
    for (int pc = program.size() - 1; pc >= 0; pc--) {
      Instruction i = program.get(pc);
      int rest =
          i.returns()
              ? 0
              : i.code() == Opcode.JA
                  ? longest[pc + 1 + i.k()]
                  : i.conditional()
                      ? Math.max(longest[pc + 1 + i.jt()], longest[pc + 1 + i.jf()])
                      : longest[pc + 1];
      longest[pc] = 1 + rest;
    }
    return longest[0];
  }
}
