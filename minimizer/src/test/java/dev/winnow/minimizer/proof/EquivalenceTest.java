package dev.winnow.minimizer.proof;

import static dev.winnow.minimizer.bpf.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence.Different;
import dev.winnow.minimizer.proof.Equivalence.Proved;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquivalenceTest {
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int EPERM = 0x50001;

  /** read allowed on fds 0 to 2; everything else EPERM, all numbers alike. */
  private static final Policy POLICY =
      new Policy(
          List.of(
              new Section(
                  Arch.X86_64,
                  Action.errno(1),
                  Action.errno(1),
                  Action.KILL_PROCESS,
                  false,
                  List.of(
                      new Rule(
                          0, new Expr.Compare(Term.of(0, 32), Expr.Op.LE, 2), Action.ALLOW)))));

  private static Program program(int lastFd, int firstForeign) {
    return new Program(
        Instruction.of(LD_ABS, 4),
        new Instruction(JEQ_K, 0, 6, 0xc000003e),
        Instruction.of(LD_ABS, 0),
        new Instruction(JEQ_K, 0, 2, 0),
        Instruction.of(LD_ABS, 16),
        new Instruction(JGT_K, 1, 3, lastFd),
        new Instruction(JGE_K, 1, 0, firstForeign),
        Instruction.of(RET_K, EPERM),
        Instruction.of(RET_K, KILL),
        Instruction.of(RET_K, ALLOW));
  }

  @Test
  void provesWhatIsEqual() {
    Proved proved =
        assertInstanceOf(Proved.class, Equivalence.check(POLICY, program(2, 0x40000000)));
    assertEquals(10, proved.states());
  }

  @Test
  void findsTheOneValueTooMany() {
    Different different =
        assertInstanceOf(Different.class, Equivalence.check(POLICY, program(3, 0x40000000)));
    assertEquals(EPERM, different.policyValue());
    assertEquals(ALLOW, different.programValue());
    SeccompData witness = different.witness();
    assertEquals(0, witness.number());
    assertEquals(3, witness.word(4));
  }

  @Test
  void findsTheForgottenX32Numbers() {
    Different different =
        assertInstanceOf(Different.class, Equivalence.check(POLICY, program(2, 0x40000001)));
    assertEquals(0x40000000, different.witness().number());
    assertEquals(KILL, different.policyValue());
  }
}
