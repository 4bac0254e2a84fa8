package dev.winnow.reports;

import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.LD_ABS;
import static dev.winnow.minimizer.bpf.Opcode.RET_K;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramFactsTest {
  private static final int NUMBER = 0;
  private static final int FIRST_ARGUMENT = 16;
  private static final int THIRD_ARGUMENT = 32;
  private static final Instruction ALLOW = Instruction.of(RET_K, 0x7fff0000);
  private static final Instruction EPERM = Instruction.of(RET_K, 0x00050001);

  private static Instruction load(int offset) {
    return Instruction.of(LD_ABS, offset);
  }

  private static Instruction equal(int value, int jt, int jf) {
    return new Instruction(JEQ_K, jt, jf, value);
  }

  private static Policy policy(String... lines) throws PolicySyntaxException {
    return Policies.parse(
        "test", "arch x86_64\ndefault errno(EPERM)\n" + String.join("\n", lines) + "\n");
  }

  @Test
  void eventsOfTheBitmapCostNothingAndOthersTheirPath() throws PolicySyntaxException {
    Program program =
        new Program(
            load(NUMBER),
            equal(39, 4, 0), // getpid
            equal(32, 0, 2), // dup
            load(FIRST_ARGUMENT),
            equal(3, 1, 0),
            EPERM,
            ALLOW);
    Evidence evidence =
        new Recording("a")
            .call(6, "getpid")
            .call(3, "dup", 3)
            .call(1, "dup", 4)
            .call(2, "getuid")
            .evidence();
    // dup takes 6 instructions either way, getuid 4: 4 · 6 + 2 · 4 over 12 events.
    assertEquals(
        new ProgramFacts(
            7,
            6,
            32.0 / 12,
            0.5,
            1,
            Map.of(
                Demo.key("getpid"), new ProgramFacts.Cost(true, 0),
                Demo.key("dup"), new ProgramFacts.Cost(false, 6),
                Demo.key("getuid"), new ProgramFacts.Cost(false, 4)),
            List.of("dup")),
        ProgramFacts.of(program, policy("sys_getpid: 1", "sys_dup: fildes == 3"), evidence));
  }

  @Test
  void valuesTakeTheirOwnPaths() throws PolicySyntaxException {
    record Case(int offset, Evidence evidence) {}
    Evidence one =
        new Recording("a").call(3, "lseek", 3, 0, 0).call(1, "lseek", 3, 0, 1).evidence();
    Evidence several =
        new Recording("a").call(3, "socket", 0, 1, 0).call(1, "socket", 1, 2, 0).evidence();
    for (Case c : List.of(new Case(THIRD_ARGUMENT, one), new Case(FIRST_ARGUMENT, several))) {
      Program program = new Program(load(c.offset()), equal(0, 1, 0), load(c.offset()), ALLOW);
      // Three events of 3 instructions and one of 4.
      ProgramFacts facts =
          ProgramFacts.of(program, policy("sys_lseek: 1", "sys_socket: 1"), c.evidence());
      assertEquals(13.0 / 4, facts.expectedInstructions());
      assertEquals(
          List.of(new ProgramFacts.Cost(false, 13.0 / 4)), List.copyOf(facts.costs().values()));
    }
  }

  @Test
  void withoutEventsThereIsNothingToExpect() throws PolicySyntaxException {
    assertEquals(
        new ProgramFacts(1, 1, 0, 0, 0, Map.of(), List.of()),
        ProgramFacts.of(new Program(EPERM), policy("sys_read: 1"), Evidence.NONE));
  }
}
