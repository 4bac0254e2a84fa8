package dev.winnow.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Policies;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final int TOKEN = Arch.X86_64.auditToken();

  @TempDir private static Path folder;

  private static Subject subject() throws Exception {
    String policy =
        "arch x86_64\ndefault errno(EPERM)\nsys_getpid: 1\nsys_write: fd <= 2\nsys_lseek: whence == 1\n";
    return Subject.of("small", Policies.parse("small", policy), Weights.UNIFORM);
  }

  @Test
  void withoutAWorkloadEveryPermittedSyscallIsAsLikely() throws Exception {
    assertEquals(
        List.of(
            SeccompData.of(TOKEN, 1), SeccompData.of(TOKEN, 8, 0, 0, 1), SeccompData.of(TOKEN, 39)),
        subject().weights().events().stream().map(Weights.Event::data).toList());
  }

  /** ld nr; jeq 39: allow, else ld arg0; jeq 0: allow, else errno(1). */
  @Test
  void countsWhatIsExecuted() {
    Program program =
        new Program(
            Instruction.of(Opcode.LD_ABS, 0),
            new Instruction(Opcode.JEQ_K, 2, 0, 39),
            Instruction.of(Opcode.LD_ABS, 16),
            new Instruction(Opcode.JEQ_K, 0, 1, 0),
            Instruction.of(Opcode.RET_K, 0x7fff0000),
            Instruction.of(Opcode.RET_K, 0x50001));
    Contender contender = new Contender("by hand", program);
    Weights weights =
        new Weights(
            List.of(
                new Weights.Event(SeccompData.of(TOKEN, 39), 3),
                new Weights.Event(SeccompData.of(TOKEN, 1, 7), 1)),
            List.of());
    assertEquals(new Contender.Executed(3.5, 1.25), contender.executed(weights));
    assertEquals(5, contender.longest());
  }

  @Test
  void measuresAllCompilers() throws Exception {
    List<Row> rows = new Comparison(folder, 3, 200).rows(subject());
    assertEquals(
        List.of("winnow speed", "winnow size", "libseccomp 1", "libseccomp 2"),
        rows.stream().map(row -> row.contender().compiler()).toList());
    for (Row row : rows) {
      assertTrue(row.cost().attachNanos() > 100, Row.table(rows));
      assertTrue(Double.isFinite(row.cost().callNanos()), Row.table(rows));
      assertTrue(row.executed().uncached() < row.executed().all(), Row.table(rows));
    }
    assertEquals(5, Row.table(rows).lines().count());
  }

  /** A call that is carried out would be measured as something else. */
  @Test
  void callsThatAreNotAnsweredByTheProgramAreNoticed() throws Exception {
    Program computed =
        new Program(Instruction.of(Opcode.LD_IMM, 0x7fff0000), Instruction.of(Opcode.RET_A, 0));
    KernelTiming timing = KernelTiming.in(folder);
    assertThrows(
        java.io.IOException.class,
        () -> timing.of(List.of(computed), List.of(SeccompData.of(TOKEN, 39)), 1, 10));
  }
}
