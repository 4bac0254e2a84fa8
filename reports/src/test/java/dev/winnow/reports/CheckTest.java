package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static Check check() throws PolicySyntaxException {
    return new Check(
        Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 3\n"));
  }

  private static SyscallEvent event(int number, int occurrences) {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, number, 7);
    event.hideArguments();
    event.setReturned();
    event.setOccurrences(occurrences);
    return event;
  }

  @Test
  void evidenceAndTracesAddUp() throws PolicySyntaxException {
    Check check = check();
    check.add(new Recording("a").call(2, "read", 3, 9).call(5, "read", 0, 9).evidence());
    check.sink().event(event(0, 3));
    check.sink().event(event(1, 4));
    assertEquals(2 + 5 + 3 + 4, check.events());
    assertEquals(5 + 4, check.denied());
    assertEquals(3, check.undecided());
    assertEquals(
        List.of(5L, 3L, 4L), check.findings().stream().map(Denial::events).toList(), "in order");
  }

  @Test
  void whatIsMissingIsKept() throws PolicySyntaxException {
    Check check = check();
    check.add(new Recording("a").call(1, "read", 3, 9).evidence());
    assertFalse(check.incomplete());
    assertEquals(List.of(), check.findings());
    check.add(new Recording("b").evidence().runs().values().iterator().next(), true);
    assertTrue(check.incomplete());
    assertEquals(0, check.failedLines());
  }
}
