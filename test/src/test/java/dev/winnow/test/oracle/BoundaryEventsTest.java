package dev.winnow.test.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events are good enough to find every small mistake in a program. */
class BoundaryEventsTest {
  private static final int EVENTS = 60_000;

  @ParameterizedTest
  @ValueSource(strings = {"every-feature", "allow-by-default", "two-abis", "x32"})
  void everyWrongConstantAndSwappedJumpIsNoticed(String name) throws Exception {
    Subject subject = Subjects.written(name);
    Program program =
        Compiler.compile(subject.policy(), Weights.UNIFORM, Objective.SPEED).program();
    List<int[]> events = events(subject);
    Interpreter interpreter = new Interpreter(program);
    int[] expected = events.stream().mapToInt(interpreter::run).toArray();
    Diagram diagram = new Diagram();
    int meaning = PolicyDiagram.of(diagram, subject.policy());
    List<String> unnoticed = new ArrayList<>();
    int noticed = 0;
    for (Program mutant : mutants(program)) {
      if (notices(events, expected, mutant)) {
        noticed++;
      } else if (Equivalence.check(diagram, meaning, mutant) instanceof Equivalence.Different d) {
        unnoticed.add(d.toString());
      }
    }
    assertEquals(List.of(), unnoticed);
    assertTrue(noticed > program.size() / 2, noticed + " noticed");
  }

  private static List<int[]> events(Subject subject) {
    BoundaryEvents boundary =
        new BoundaryEvents(subject.policy(), subject.recorded(), new SplittableRandom(1));
    List<SeccompData> events = new ArrayList<>(boundary.sweep());
    for (int i = 0; i < EVENTS; i++) {
      Arch arch = i % 3 == 0 ? Arch.I386 : Arch.X86_64;
      events.add(boundary.next(arch.auditToken()));
    }
    return events.stream().map(Interpreter::words).toList();
  }

  private static boolean notices(List<int[]> events, int[] expected, Program mutant) {
    Interpreter interpreter = new Interpreter(mutant);
    for (int i = 0; i < expected.length; i++) {
      if (interpreter.run(events.get(i)) != expected[i]) {
        return true;
      }
    }
    return false;
  }

  private static List<Program> mutants(Program program) {
    List<Program> mutants = new ArrayList<>();
    for (int pc = 0; pc < program.size(); pc++) {
      Instruction i = program.get(pc);
      if (i.conditional()) {
        mutants.add(with(program, pc, new Instruction(i.code(), i.jf(), i.jt(), i.k())));
        mutants.add(with(program, pc, new Instruction(i.code(), i.jt(), i.jf(), i.k() + 1)));
        mutants.add(with(program, pc, new Instruction(i.code(), i.jt(), i.jf(), i.k() - 1)));
      }
    }
    return mutants;
  }

  private static Program with(Program program, int pc, Instruction instruction) {
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    instructions.set(pc, instruction);
    return new Program(instructions);
  }
}
