package dev.winnow.reports;

import dev.winnow.minimizer.bitmask.PolicyToBitmask;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.SyscallKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program costs, and what the bitmask of the same policy gives away.
 *
 * @param instructions its length
 * @param longestPath the most instructions that any event executes
 * @param expectedInstructions executed per event of the evidence on average; none where the
 *     kernel's bitmap decides
 * @param bitmapShare the share of the evidence's events that the kernel decides from its bitmap
 *     (Linux 5.11 and later), without running the program; 0 to 1
 * @param cached the syscalls that it decides so
 * @param costs what each syscall of the evidence costs, by architecture and number
 * @param widened syscalls of which the policy permits some calls and the bitmask all
 */
public record ProgramFacts(
    int instructions,
    int longestPath,
    double expectedInstructions,
    double bitmapShare,
    int cached,
    Map<SyscallKey, Cost> costs,
    List<String> widened) {
  public ProgramFacts {
    costs = Map.copyOf(costs);
    widened = List.copyOf(widened);
  }

  /**
   * What one syscall costs.
   *
   * @param cached whether the kernel decides it without the program
   * @param instructions executed per event on average; 0 if cached
   */
  public record Cost(boolean cached, double instructions) {}

  /** Of a syscall that was seen. */
  Optional<Cost> costOf(SyscallCoverage row) {
    return Optional.ofNullable(costs.get(new SyscallKey("", row.arch(), row.number())));
  }

  /**
   * The facts of a program that implements a policy; O(instructions + distinct events · path).
   *
   * @throws IllegalArgumentException if the kernel would refuse the program
   */
  public static ProgramFacts of(Program program, Policy policy, Evidence evidence) {
    Map<Arch, BitSet> cached = new EnumMap<>(Arch.class);
    int decided = 0;
    for (Section section : policy.sections()) {
      BitSet numbers = KernelBitmap.of(program, section.arch());
      cached.put(section.arch(), numbers);
      decided += numbers.cardinality();
    }
    Interpreter interpreter = new Interpreter(program);
    long events = 0;
    long fromBitmap = 0;
    double executed = 0;
    Map<SyscallKey, Cost> costs = new HashMap<>();
    for (var entry : evidence.withoutRoles().syscalls().entrySet()) {
      long seen = entry.getValue().seen().runs().events();
      events += seen;
      if (cached.getOrDefault(entry.getKey().arch(), new BitSet()).get(entry.getKey().number())) {
        fromBitmap += seen;
        costs.put(entry.getKey(), new Cost(true, 0));
      } else {
        double own = TypicalEvents.executed(interpreter, entry.getKey(), entry.getValue());
        executed += own;
        costs.put(entry.getKey(), new Cost(false, seen == 0 ? 0 : own / seen));
      }
    }
    return new ProgramFacts(
        program.size(),
        longestPath(program),
        events == 0 ? 0 : executed / events,
        events == 0 ? 0 : (double) fromBitmap / events,
        decided,
        costs,
        widened(policy));
  }

  /** Classic BPF jumps only forward, so the longest path is found from the end. */
  private static int longestPath(Program program) {
    int[] longest = new int[program.size() + 1];
    for (int pc = program.size() - 1; pc >= 0; pc--) {
      Instruction instruction = program.get(pc);
      if (instruction.conditional()) {
        int then = longest[pc + 1 + instruction.jt()];
        longest[pc] = 1 + Math.max(then, longest[pc + 1 + instruction.jf()]);
      } else if (instruction.returns()) {
        longest[pc] = 1;
      } else {
        int skipped = instruction.code() == Opcode.JA ? instruction.k() : 0;
        longest[pc] = 1 + longest[pc + 1 + skipped];
      }
    }
    return longest[0];
  }

  /** Decided on the exact core: rules that together permit everything are none of these. */
  private static List<String> widened(Policy policy) {
    List<String> names = new ArrayList<>();
    for (Section section : policy.sections()) {
      try {
        names.addAll(PolicyToBitmask.of(policy, section).wider());
      } catch (DiagramLimitException e) {
        throw new IllegalArgumentException("the policy is too large: " + e.getMessage(), e);
      }
    }
    return names;
  }
}
