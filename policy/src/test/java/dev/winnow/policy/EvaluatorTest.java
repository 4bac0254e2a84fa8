package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final int X86 = Arch.X86_64.auditToken();
  private static final int I386 = Arch.I386.auditToken();

  private @Nullable Policy policy;

  private void given(String text) throws PolicySyntaxException {
    policy = Policies.parse("test", text);
  }

  private Policy given() {
    return Objects.requireNonNull(policy);
  }

  private void expect(String action, int arch, int number, long... args) {
    assertEquals(action, Evaluator.decide(given(), SeccompData.of(arch, number, args)).toString());
  }

  @BeforeEach
  void twoSections() throws PolicySyntaxException {
    given(
        """
        arch x86_64
        default errno(EPERM)
        unknown errno(ENOSYS)
        foreign trap
        sys_write: fd == 1 -> log
        sys_write: fd <= 2
        sys_read: 0
        sys_mmap: (prot & ~3) == 0
        nr(5000): arg0 == 7
        arch i386
        default kill_thread
        sys_write: count:64 <= 4096 && fd == -1
        """);
  }

  @Test
  void theFirstRuleThatHoldsDecides() {
    expect("log", X86, 1, 1);
    expect("allow", X86, 1, 2);
    expect("errno(EPERM)", X86, 1, 3);
    expect("errno(EPERM)", X86, 0, 0);
  }

  @Test
  void argumentsCountOnTheirWidth() {
    expect("log", X86, 1, 1 | 0xdeadL << 32);
    expect("allow", X86, 9, 0, 0, 3 | 7L << 32);
    expect("errno(EPERM)", X86, 9, 0, 0, 4);
  }

  @Test
  void numbersAboveTheTableAreUnknownUnlessARuleDecides() {
    int highest = SyscallTable.of(Arch.X86_64).highest();
    expect("errno(EPERM)", X86, highest);
    expect("errno(ENOSYS)", X86, highest + 1);
    expect("errno(ENOSYS)", X86, 0x3fffffff);
    expect("errno(ENOSYS)", X86, 5000, 6);
    expect("allow", X86, 5000, 7);
  }

  @Test
  void x32NumbersAreForeignWithoutAnX32Section() {
    expect("trap", X86, 0x40000000);
    expect("trap", X86, 0x40000001, 1);
    expect("trap", X86, -1);
    expect("trap", X86, Integer.MIN_VALUE);
  }

  @Test
  void architecturesWithoutSectionAreForeign() {
    expect("trap", 0xC00000B7, 1, 1);
    expect("trap", 0, 1, 1);
  }

  @Test
  void i386SeesTheLowHalfOfARegister() {
    expect("allow", I386, 4, 0xffffffffL, 0, 4096);
    expect("allow", I386, 4, -1, 0, 4096 | 1L << 32);
    expect("kill_thread", I386, 4, -1, 0, 4097);
    expect("kill_thread", I386, -1);
  }

  @Test
  void x32SectionTakesItsNumbers() throws PolicySyntaxException {
    given("arch x32\ndefault errno(1)\nunknown trap\nnr(0x40000001): fd == 1");
    expect("allow", X86, 0x40000001, 1);
    expect("errno(EPERM)", X86, 0x40000001, 2);
    expect("errno(EPERM)", X86, 0x40000000);
    expect("trap", X86, 0x7fffffff);
    expect("kill_process", X86, 1, 1);
    expect("kill_process", X86, -1, 1);
  }

  @Test
  void decisionsSayWhy() {
    Decision rule = Evaluator.explain(given(), SeccompData.of(X86, 1, 2));
    assertEquals(Decision.Reason.RULE, rule.reason());
    assertEquals(1, rule.index());
    assertEquals(given().sections().getFirst().rules().get(1), rule.rule());
    Decision none = Evaluator.explain(given(), SeccompData.of(X86, 1, 3));
    assertEquals(Decision.Reason.DEFAULT, none.reason());
    assertEquals(null, none.rule());
    assertEquals(
        Decision.Reason.UNKNOWN, Evaluator.explain(given(), SeccompData.of(X86, 4000)).reason());
    Decision foreign = Evaluator.explain(given(), SeccompData.of(3, 4000));
    assertEquals(Decision.Reason.FOREIGN, foreign.reason());
    assertEquals(null, foreign.section());
  }
}
