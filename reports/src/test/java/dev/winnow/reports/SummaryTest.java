package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Policy;
import dev.winnow.traces.Evidence;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static String summary(Report report) {
    return Summary.of(report).text();
  }

  @Test
  void severalRunsAndAPolicyThatDeniesSomeOfThem() throws Exception {
    assertEquals(
        """
        recorded               5 runs, 18,946 events
        syscalls seen          16
        arguments constrained  in 7 syscalls; the policy denies events of 1 syscall
        coverage               >99.9 % of events, 92.9 % of 14 constrained values
        next-run risk          estimate 20.0 % (1 of 5 runs; approx. 95 % ≤ 65.8 %). Certified ≤ 88.8 % (k=2, N=5). To certify ≤ 5 %: 59 clean canary runs, or 134 training runs at k=1.
        not understood         nothing; 18,946 lines accounted for
        instructions           57
        worst path             14 instructions; 0.4 expected per event
        kernel's bitmap        decides 96.3 % of events (11 syscalls)
        bitmask allows more    any arguments of 5 syscalls: openat, mmap, ioctl and 2 more
        """,
        summary(Demo.report(5, Demo.narrow())));
  }

  @Test
  void oneRunHasNoEstimate() throws Exception {
    assertTrue(
        summary(Demo.report(1, Demo.policy()))
            .contains(
                "\nnext-run risk          no estimate from one run. Record more runs with -n RUNS.\n"));
  }

  @Test
  void whatTheReportCannotKnowIsALineMore() throws Exception {
    Summary summary = Summary.of(Demo.report(1, Demo.policy()));
    String text = summary.saying("program", "died by signal SIGABRT").text();
    assertTrue(text.contains("\nprogram                died by signal SIGABRT\n"), text);
    assertEquals(summary, summary.saying("program", ""));
  }

  @Test
  void withoutAProgramThereAreNoFiguresOfOne() throws Exception {
    Policy policy = Demo.policy();
    Report report = Report.of("x", Evidence.NONE, policy, Optional.empty(), Optional.empty());
    assertEquals(
        """
        recorded               0 runs, 0 events
        syscalls seen          0
        arguments constrained  in 0 syscalls
        coverage               no events
        next-run risk          not estimated: this policy is not the default template's of these runs
        not understood         nothing; 0 lines accounted for
        instructions           no program was compiled
        worst path             no program was compiled
        kernel's bitmap        no program was compiled
        bitmask allows more    no program was compiled
        """,
        summary(report));
  }
}
