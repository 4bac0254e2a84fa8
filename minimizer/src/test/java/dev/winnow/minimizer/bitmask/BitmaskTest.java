package dev.winnow.minimizer.bitmask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BitmaskTest {
  private static PolicyToBitmask of(String rules)
      throws PolicySyntaxException, DiagramLimitException {
    Policy policy = Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\n" + rules);
    return PolicyToBitmask.of(policy, policy.sections().getFirst());
  }

  @Test
  void bitNIsInByteNOver8LeastSignificantFirst() throws Exception {
    Bitmask bitmask = of("sys_read: 1\nsys_open: 1\nsys_mmap: 1\nsys_brk: 0\n").bitmask();
    assertArrayEquals(new byte[] {0b101, 0b10}, bitmask.write());
    assertTrue(bitmask.allows(9));
    assertFalse(bitmask.allows(12));
    assertFalse(bitmask.allows(5000), "beyond the end is denied");
    assertArrayEquals(bitmask.write(), Bitmask.read(bitmask.write()).write());
  }

  @Test
  void whatOnlySomeArgumentsPermitIsNamed() throws Exception {
    PolicyToBitmask some = of("sys_read: fd == 0\nsys_write: 1\n");
    assertEquals(List.of("read"), some.wider());
    assertFalse(some.exact());
    assertEquals(2, some.bitmask().size());
  }

  @Test
  void rulesThatTogetherPermitEverythingAreExact() throws Exception {
    assertTrue(of("sys_read: fd < 5\nsys_read: fd >= 5\n").exact());
  }

  @Test
  void aLoggedSyscallIsNotSilentlyJustAllowed() throws Exception {
    PolicyToBitmask logged = of("sys_read: 1 -> log\n");
    assertEquals(List.of("the log action of read"), logged.flattened());
  }

  @Test
  void whatATracerOrASupervisorDecidesIsNamed() throws Exception {
    PolicyToBitmask other =
        of(
            "sys_read: 1 -> trace(7)\nsys_write: fd == 1 -> user_notif\nsys_open: 1 -> errno(ENOENT)\n");
    assertEquals(
        List.of("the trace(7) action of read", "the user_notif action of write"),
        other.flattened());
    assertEquals(0, other.bitmask().size());
  }

  @Test
  void numbersAboveTheTableThatHaveRulesAreIn() throws Exception {
    assertTrue(of("nr(900): 1\n").bitmask().allows(900));
    assertEquals(List.of("nr(900)"), of("nr(900): arg0 == 1\n").wider());
  }

  /** Of all events in range, the bitmask allows every one that the policy permits. */
  @Test
  void allowsWhateverThePolicyPermits() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      RandomPolicies policies = new RandomPolicies(new SplittableRandom(seed));
      Policy policy = policies.policy(8);
      for (Section section : policy.sections()) {
        PolicyToBitmask result = PolicyToBitmask.of(policy, section);
        int base = section.arch() == Arch.X32 ? Arch.X32_BIT : 0;
        for (int i = 0; i < 400; i++) {
          int number = base | (i % 450);
          SeccompData event =
              new SeccompData(number, section.arch().auditToken(), 0, policies.event().args());
          boolean permitted = Evaluator.decide(policy, event).permits();
          boolean allowed = result.bitmask().allows(number);
          assertTrue(allowed || !permitted, "seed " + seed + " " + event);
          assertTrue(
              allowed == permitted || !result.wider().isEmpty(), "seed " + seed + " " + event);
        }
      }
    }
  }

  @Test
  void anUpdateMayOnlyRemove() throws Exception {
    Bitmask current = of("sys_read: 1\nsys_write: 1\n").bitmask();
    Bitmask less = of("sys_read: 1\n").bitmask();
    Bitmask other = of("sys_read: 1\nsys_ptrace: 1\n").bitmask();
    assertEquals(List.of(), less.beyond(current, Arch.X86_64));
    assertEquals(List.of("ptrace"), other.beyond(current, Arch.X86_64));
  }

  @Test
  void aLargeFileIsNoBitmask() {
    assertThrows(IllegalArgumentException.class, () -> Bitmask.read(new byte[100_000]));
  }
}
