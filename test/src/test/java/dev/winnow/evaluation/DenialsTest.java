package dev.winnow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.policy.EventParser;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.SyscallEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DenialsTest {
  /**
   * By hand: run 1 is allowed, 2 denied by name (3 events), 3 by an argument (1), 4 by both (2),
   * and of 5 nothing is known: of 5 runs 3 are denied, 2 by arguments; of 18 events 6, and 1
   * undecided.
   */
  @Test
  void aWorkedExample() throws PolicySyntaxException {
    Policy policy = ProbeTest.policy("sys_kill: sig == 0\nsys_getpid: 1");
    Denials denials =
        Denials.of(
            policy,
            List.of(
                run(event("getpid()", 4), event("kill(sig=0)", 2)),
                run(event("bpf()", 3), event("getpid()", 1)),
                run(event("kill(sig=9)", 1), event("kill(sig=0)", 3)),
                run(event("kill(sig=9)", 1), event("bpf()", 1)),
                run(event("kill()", 1), event("getpid()", 1))));
    assertEquals(
        new Denials(5, 3, 2, 18, 6, 1, List.of("bpf", "kill", "kill", "bpf")),
        new Denials(
            denials.runs(),
            denials.denied(),
            denials.byArguments(),
            denials.events(),
            denials.eventsDenied(),
            denials.undecided(),
            denials.examples().stream().map(text -> text.replaceFirst("\\(.*", "")).toList()));
    assertEquals(0.6, denials.runShare());
    assertEquals(0.4, denials.argumentShare());
    assertEquals(6.0 / 18, denials.eventShare());
  }

  @Test
  void everyRunIsHeldOutOnceAndNeverLearnedFrom() throws PolicySyntaxException {
    List<Sample> runs = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      runs.add(run(event("getpid()", i)));
    }
    List<Fold> folds = Fold.leaveOneOut(runs);
    assertEquals(runs, folds.stream().map(fold -> fold.heldOut().getFirst()).toList());
    List<Fold> all = new ArrayList<>(folds);
    all.addAll(Fold.halves(runs, 3, 7));
    assertEquals(5 + 6, all.size());
    for (Fold fold : all) {
      List<Sample> both = new ArrayList<>(fold.training().runs());
      both.addAll(fold.heldOut());
      assertEquals(5, both.size());
      assertEquals(java.util.Set.copyOf(runs), java.util.Set.copyOf(both));
    }
    assertEquals(Fold.halves(runs, 3, 7), Fold.halves(runs, 3, 7));
  }

  private static Sample run(SyscallEvent... events) {
    return new Sample(Evidence.NONE, List.of(events));
  }

  private static SyscallEvent event(String text, int times) throws PolicySyntaxException {
    SyscallEvent event = EventParser.parse("test", Arch.X86_64, text);
    event.setOccurrences(times);
    return event;
  }
}
