package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.bpf.ProgramFormatException;
import dev.winnow.minimizer.proof.ProgramDiagram;
import dev.winnow.minimizer.proof.UndecidedException;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Any bytes as a program: refused with the place, or run and lifted alike. */
class ProgramFuzzTest {
  /** Small, so that programs that multiply are given up in milliseconds. */
  private static final int NODES = 1 << 16;

  private static final int EVENTS = 20;

  private static final List<Arch> ARCHES = List.of(Arch.values());

  @FuzzTest
  void read(byte @Nullable [] data) {
    byte[] file = data == null ? new byte[0] : data;
    Program program;
    try {
      program = Program.read(file);
    } catch (ProgramFormatException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("byte "), e.getMessage());
      return;
    }
    assertArrayEquals(file, program.write());
    assertEquals(program.size(), Disassembler.lines(program).size());
    if (KernelRules.check(program).isEmpty()) {
      run(program, Arrays.hashCode(file));
    }
  }

  private static void run(Program program, long seed) {
    Interpreter interpreter = new Interpreter(program);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Diagram diagram = new Diagram(NODES);
    int lifted;
    try {
      lifted = ProgramDiagram.of(diagram, program);
    } catch (UndecidedException e) {
      assertTrue(!e.reason().isEmpty());
      lifted = -1;
    }
    BitSet decided = KernelBitmap.of(program, Arch.X86_64);
    for (int i = 0; i < EVENTS; i++) {
      Arch arch = ARCHES.get(random.nextInt(ARCHES.size()));
      long[] args = random.longs(6).map(bits -> bits >>> (bits & 63)).toArray();
      SeccompData event = SeccompData.of(arch.auditToken(), random.nextInt(500), args);
      int value = interpreter.run(Interpreter.words(event));
      assertTrue(interpreter.executed() <= program.size());
      assertEquals(value, interpreter.trace(event).value());
      if (lifted >= 0) {
        assertEquals(value, diagram.evaluate(lifted, event), event::toString);
      }
      if (arch == Arch.X86_64 && decided.get(event.number())) {
        assertEquals(0x7fff0000, value, event::toString);
      }
    }
  }
}
