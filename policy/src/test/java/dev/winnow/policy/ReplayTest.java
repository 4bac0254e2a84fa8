package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTest {
  private static Replay replay(String rules, String... events) throws PolicySyntaxException {
    Replay replay =
        new Replay(Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\n" + rules));
    for (String event : events) {
      replay.event(EventParser.parse("event", Arch.X86_64, event));
    }
    return replay;
  }

  /** An argument that is not shown is never guessed: only what does not depend on it is decided. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sys_read: 1                                  ; read(_)                ; allowed",
        "sys_read: fd == 0                            ; read(0)                ; allowed",
        "sys_read: fd == 0                            ; read(1)                ; denied",
        "sys_read: fd == 0                            ; read(_)                ; undecided",
        "sys_read: fd == 0 && count < 10              ; read(1, _, _)          ; denied",
        "sys_read: fd == 0 || count < 10              ; read(0, _, _)          ; allowed",
        "sys_read: fd == 0 || count < 10              ; read(1, _, _)          ; undecided",
        "sys_read: !(fd == 0)                         ; read(0)                ; denied",
        "sys_openat: (flags & 64) == 0 || mode == 384 ; openat(_, _, 0, _)     ; allowed",
        "sys_openat: (flags & 64) == 0 || mode == 384 ; openat(_, _, 64, 511)  ; denied",
        "sys_write: 1                                 ; read(0)                ; denied",
        "sys_read: fd:64 == 3                         ; read(3)                ; allowed",
        "sys_read: fd:64 == 0xffffffff                ; read(-1)               ; undecided",
      })
  void verdict(String rule, String event, String expected) throws PolicySyntaxException {
    Replay replay = replay(rule + "\n", event);
    String verdict =
        replay.denied() == 1 ? "denied" : replay.undecided() == 1 ? "undecided" : "allowed";
    assertEquals(expected, verdict);
  }

  @Test
  void anEarlierRuleThatMayHoldCountsOnlyIfItSaysOtherwise() throws PolicySyntaxException {
    String agree = "sys_read: fd == 0\nsys_read: 1\n";
    String disagree = "sys_read: fd == 0 -> kill_process\nsys_read: 1\n";
    assertEquals(0, replay(agree, "read(_)").undecided());
    assertEquals(1, replay(disagree, "read(_)").undecided());
    assertEquals(0, replay(disagree, "read(1)").undecided());
  }

  @Test
  void findingsAreCountedByRuleWithTheFirstEvent() throws PolicySyntaxException {
    Replay replay = replay("sys_read: fd == 0\n", "read(7, _, 1)", "read(8)", "getpid()");
    assertEquals(
        List.of("2 read(fd=7, *, count=1)", "1 getpid()"),
        replay.findings().stream().map(f -> f.events() + " " + f.first()).toList());
    assertEquals(3, replay.events());
  }

  @Test
  void anEventCountsAsOftenAsItOccurred() throws PolicySyntaxException {
    Replay replay = replay("sys_read: fd == 0\n");
    SyscallEvent event = EventParser.parse("event", Arch.X86_64, "getpid()");
    event.setOccurrences(27);
    replay.event(event);
    replay.event(event);
    assertEquals(54, replay.events());
    assertEquals(54, replay.denied());
    assertEquals(54, replay.findings().getFirst().events());
  }
}
