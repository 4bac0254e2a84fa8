package dev.winnow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.policy.EventParser;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Arch;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import dev.winnow.traces.SyscallEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MinijailRuleTest {
  @Test
  void namesValuesAndProtections() throws Exception {
    Policy policy =
        MinijailRule.policy(
            Training.of(
                List.of(run("socket(1, 1, 0)", "mmap(prot=5)", "mprotect(prot=7)", "getpid()"))));
    assertEquals(0, denied(policy, "socket(1, 2, 9)"), "only the first argument counts");
    assertEquals(1, denied(policy, "socket(2, 1, 0)"));
    assertEquals(0, denied(policy, "mmap(prot=3)"), "written or executable");
    assertEquals(1, denied(policy, "mmap(prot=6)"), "written and executable");
    assertEquals(0, denied(policy, "mprotect(prot=7)"), "a run asked for both");
    assertEquals(1, denied(policy, "mprotect(prot=3)"), "so that values are exact");
    assertEquals(0, denied(policy, "rt_sigreturn()"));
    assertEquals(1, denied(policy, "bpf()"));
  }

  private static int denied(Policy policy, String event) throws Exception {
    return Denials.of(policy, List.of(run(event))).denied();
  }

  private static Sample run(String... texts) throws Exception {
    EvidenceBuilder evidence = new EvidenceBuilder();
    DistinctEvents sink = new DistinctEvents(evidence);
    List<String> copies = new ArrayList<>(List.of(texts));
    copies.addAll(List.of(texts));
    for (String text : copies) {
      sink.event(EventParser.parse("test", Arch.X86_64, text));
    }
    List<SyscallEvent> events = sink.events();
    assertEquals(texts.length, events.size());
    assertEquals(2, events.getFirst().occurrences());
    return new Sample(evidence.build(account(copies.size())), events);
  }

  private static Run account(long events) {
    return new Run(
        "0".repeat(64),
        "run",
        "strace",
        "",
        "",
        LineAccount.NONE,
        events,
        new TreeMap<>(),
        false,
        true,
        new TreeMap<>());
  }
}
