package dev.winnow.minimizer.bitmask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Arch;
import java.util.List;
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
