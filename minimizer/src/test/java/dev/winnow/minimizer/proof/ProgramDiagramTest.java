package dev.winnow.minimizer.proof;

import static dev.winnow.minimizer.bpf.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.SeccompData;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ProgramDiagramTest {
  private static Instruction of(int code, int k) {
    return Instruction.of(code, k);
  }

  /** Values at which random programs change their mind. */
  private static SeccompData event(RandomGenerator random) {
    long[] words = new long[6];
    for (int i = 0; i < 6; i++) {
      words[i] = random.nextBoolean() ? random.nextInt(20) - 2 : random.nextLong();
    }
    return new SeccompData(
        (int) words[0],
        (int) words[1],
        words[2],
        List.of(words[3], 0L, 0L, words[4], 0L, words[5]));
  }

  @Test
  void agreesWithTheInterpreterOnProgramsOfAllOperations() throws Exception {
    int undecided = 0;
    for (long seed = 0; seed < 600; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Program program = RandomPrograms.next(random, 4 + random.nextInt(30));
      Diagram diagram = new Diagram(1 << 15);
      int root;
      try {
        root = ProgramDiagram.of(diagram, program);
      } catch (UndecidedException e) {
        undecided++;
        continue;
      }
      Interpreter interpreter = new Interpreter(program);
      for (int i = 0; i < 200; i++) {
        SeccompData event = event(random);
        int expected = interpreter.run(Interpreter.words(event));
        assertEquals(
            expected, diagram.evaluate(root, event), "seed " + seed + " " + event + program);
      }
    }
    assertTrue(undecided < 120, undecided + " of 600 undecided");
  }

  /** 2^40 paths, one per subset of 40 bits tested, through 40 diamonds. */
  @Test
  void doesNotEnumeratePaths() throws Exception {
    List<Instruction> instructions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      instructions.add(of(LD_ABS, 16 + i / 32 * 4));
      instructions.add(new Instruction(JSET_K, 0, 1, 1 << i % 32));
      instructions.add(of(LD_IMM, i));
    }
    instructions.add(of(LD_ABS, 0));
    instructions.add(new Instruction(JEQ_K, 0, 1, 7));
    instructions.add(of(RET_K, 1));
    instructions.add(of(RET_K, 2));
    Diagram diagram = new Diagram();
    ProgramDiagram lifted = ProgramDiagram.lift(diagram, new Program(instructions));
    int expected = diagram.ite(diagram.wordEquals(0, 7), diagram.leaf(1), diagram.leaf(2));
    assertEquals(expected, lifted.root());
    assertEquals(124, lifted.states());
  }

  @Test
  void computedReturnValuesAreExact() throws Exception {
    Program errnos = new Program(of(LD_ABS, 0), of(AND_K, 0xff), of(OR_K, 0x50000), of(RET_A, 0));
    Diagram diagram = new Diagram();
    int root = ProgramDiagram.of(diagram, errnos);
    assertEquals(0x500ab, diagram.evaluate(root, SeccompData.of(9, 0x12ab)));
    assertEquals(255 + 256, diagram.size(root));
  }

  @Test
  void saysSoWhenItCannotDecide() {
    Program argument = new Program(of(LD_ABS, 16), of(RET_A, 0));
    UndecidedException e =
        assertThrows(UndecidedException.class, () -> ProgramDiagram.of(new Diagram(), argument));
    assertEquals("the program returns more than 4,096 different values", e.reason());

    Program product =
        new Program(
            of(LD_ABS, 16),
            of(TAX, 0),
            of(LD_ABS, 24),
            of(MUL_X, 0),
            new Instruction(JEQ_K, 0, 1, 0x12345677),
            of(RET_K, 1),
            of(RET_K, 2));
    e =
        assertThrows(
            UndecidedException.class, () -> ProgramDiagram.of(new Diagram(50_000), product));
    assertTrue(e.reason().startsWith("the program is too large: "), e.reason());
  }
}
