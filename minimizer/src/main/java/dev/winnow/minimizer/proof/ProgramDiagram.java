package dev.winnow.minimizer.proof;

import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program as a verdict diagram: what it returns for every event.
 *
 * <p>Forward, in program order (every jump goes forward), it collects the symbolic states in which
 * each instruction is reached; a state holds A, X and M as vectors of 32 boolean diagrams, and only
 * what is still live, so paths that differ in dead values meet again. Backward, the value of an
 * instruction in a state is that of its successors, chosen by the jump's condition. Which way led
 * to a state never matters: cost grows with instructions and distinct states, not with paths.
 */
public final class ProgramDiagram {
  /**
   * Too low: programs that compute different values on many paths are not proved. Too high: a
   * hopeless one takes minutes. Compiled programs need one or two per instruction.
   */
  static final int MAX_STATES = 1 << 17;

  private final Diagram diagram;
  private final Program program;
  private final SymbolicMachine machine;
  private final Liveness liveness;
  private final List<Map<SymbolicState, Step>> reached = new ArrayList<>();
  private int states;
  private int root;

  /** What an instruction does in a state. */
  private sealed interface Step {
    /** It ends the program with a verdict diagram. */
    record Return(int verdict) implements Step {}

    /** It goes on at {@code then} if the condition holds, else at {@code otherwise}. */
    record Branch(int condition, At then, At otherwise) implements Step {}
  }

  /** A place in the run; a pc of -1 is the kernel's division by zero, which returns 0. */
  private record At(int pc, SymbolicState state) {}

  private ProgramDiagram(Diagram diagram, Program program) {
    this.diagram = diagram;
    this.program = KernelRules.require(program);
    machine = new SymbolicMachine(diagram);
    liveness = Liveness.of(program);
  }

  /**
   * The diagram whose leaves are the program's return values.
   *
   * @throws IllegalArgumentException if the kernel would refuse the program
   * @throws UndecidedException if it has no diagram within the limits
   */
  public static int of(Diagram diagram, Program program) throws UndecidedException {
    return lift(diagram, program).root;
  }

  static ProgramDiagram lift(Diagram diagram, Program program) throws UndecidedException {
    ProgramDiagram lifted = new ProgramDiagram(diagram, program);
    try {
      lifted.forward();
      lifted.backward();
    } catch (DiagramLimitException e) {
      throw new UndecidedException("the program is too large: " + e.getMessage(), e);
    }
    return lifted;
  }

  int root() {
    return root;
  }

  int states() {
    return states;
  }

  private void forward() throws DiagramLimitException, UndecidedException {
    for (int pc = 0; pc < program.size(); pc++) {
      reached.add(new HashMap<>());
    }
    reach(new At(0, machine.start().keep(liveness.before(0))));
    for (int pc = 0; pc < program.size(); pc++) {
      Map<SymbolicState, Step> here = reached.get(pc);
      for (SymbolicState state : List.copyOf(here.keySet())) {
        here.put(state, step(pc, state));
      }
    }
  }

  /** Notes that an instruction is reached in a state; its step is filled in when its turn comes. */
  private At reach(At at) throws UndecidedException {
    if (at.pc >= 0 && reached.get(at.pc).putIfAbsent(at.state, PENDING) == null) {
      states++;
      if (states > MAX_STATES) {
        throw new UndecidedException(
            "the program's registers take more than %,d symbolic values".formatted(MAX_STATES));
      }
    }
    return at;
  }

  private static final Step PENDING = new Step.Return(Diagram.FALSE);

  private Step step(int pc, SymbolicState state) throws DiagramLimitException, UndecidedException {
    SymbolicMachine.Effect effect = machine.execute(program.get(pc), state);
    return switch (effect) {
      case SymbolicMachine.Returned(int verdict) -> new Step.Return(verdict);
      case SymbolicMachine.Moved(SymbolicState next, int skip) ->
          branch(Diagram.TRUE, at(pc, skip, next), at(pc, skip, next));
      case SymbolicMachine.Chose(int condition, int skipThen, int skipElse) ->
          branch(condition, at(pc, skipThen, state), at(pc, skipElse, state));
      case SymbolicMachine.Divided(int zero, SymbolicState next) ->
          branch(zero, new At(-1, state), at(pc, 0, next));
    };
  }

  /** A jump whose condition is constant has one successor. */
  private Step branch(int condition, At then, At otherwise) throws UndecidedException {
    At yes = condition == Diagram.FALSE ? otherwise : then;
    At no = condition == Diagram.TRUE ? then : otherwise;
    return new Step.Branch(condition, reach(yes), reach(no));
  }

  private At at(int pc, int skip, SymbolicState state) {
    int next = pc + 1 + skip;
    return new At(next, state.keep(liveness.before(next)));
  }

  private void backward() throws DiagramLimitException {
    List<Map<SymbolicState, Integer>> values = new ArrayList<>();
    for (int pc = 0; pc < program.size(); pc++) {
      values.add(new HashMap<>());
    }
    int killed = diagram.leaf(0);
    for (int pc = program.size() - 1; pc >= 0; pc--) {
      for (Map.Entry<SymbolicState, Step> entry : reached.get(pc).entrySet()) {
        int value =
            switch (entry.getValue()) {
              case Step.Return(int verdict) -> verdict;
              case Step.Branch(int condition, At then, At otherwise) ->
                  diagram.ite(
                      condition, value(values, then, killed), value(values, otherwise, killed));
            };
        values.get(pc).put(entry.getKey(), value);
      }
    }
    root = values.get(0).values().iterator().next();
  }

  private static int value(List<Map<SymbolicState, Integer>> values, At at, int killed) {
    if (at.pc < 0) {
      return killed;
    }
    Integer value = values.get(at.pc).get(at.state);
    if (value == null) {
      throw new IllegalStateException("instruction " + at.pc + " was not reached before");
    }
    return value;
  }
}
