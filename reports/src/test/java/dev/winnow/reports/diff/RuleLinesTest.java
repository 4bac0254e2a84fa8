package dev.winnow.reports.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleLinesTest {
  private static SyscallKey key(Arch arch, int number) {
    return new SyscallKey("", arch, number);
  }

  /** Out of order, commented, with several rules of a call, and with other line ends. */
  @Test
  void everyRuleHasItsLineHoweverAPolicyIsWritten() throws PolicySyntaxException {
    String text =
        """
        \uFEFFarch x86_64 # by hand

        default errno(EPERM)
          sys_write: 1
        # sys_close: 1
        sys_read : fd == 0
        nr( 0x1388 ): 1
        sys_read: fd == 3 -> log
        arch i386
        default errno(EPERM)
        sys_read: 1 # sys_write: 1
        """;
    Map<SyscallKey, List<Integer>> expected =
        Map.of(
            key(Arch.X86_64, 1), List.of(4),
            key(Arch.X86_64, 0), List.of(6, 8),
            key(Arch.X86_64, 5000), List.of(7),
            key(Arch.I386, 3), List.of(11));
    for (String written : List.of(text, text.replace("\n", "\r\n"))) {
      Policies.parse("p", written); // it is a policy
      assertEquals(expected, RuleLines.all(written));
    }
  }
}
