package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Stage;
import dev.winnow.learner.Stages;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseChartTest {
  /** A server: execve and a dozen calls, then listen, then five again and again. */
  private static Evidence server() {
    Evidence all = Evidence.NONE;
    for (int run = 0; run < 6; run++) {
      Recording recording =
          new Recording("server" + run)
              .call(1, "execve")
              .call(3, "brk")
              .call(2, "mmap", 4096, 1, 2, 3, 0)
              .call(1, "setuid", 33)
              .call(1, "setgid", 33)
              .call(1, "socket", 2, 1, 6)
              .call(1, "bind", 3, 16)
              .call(1, "listen", 3, 128);
      for (int request = 0; request < 4 + run; request++) {
        recording
            .call(1, "epoll_wait", 4, 10, 0)
            .call(1, "accept4", 3, 0x800)
            .call(1, "read", 5, 100)
            .call(1, "write", 5, 100)
            .call(1, "close", 5);
      }
      all = all.join(recording.evidence());
    }
    return all;
  }

  @Test
  void itSaysWhatEndsWithTheStartOfAServer() {
    Insights insights = Insights.of(server(), LearnOptions.DEFAULT);
    PhaseCoverage phase = insights.phase().orElseThrow();
    assertTrue(phase.before().contains("execve"), phase.toString());
    assertTrue(phase.before().contains("bind"), phase.toString());
    assertTrue(phase.after().contains("accept4"), phase.toString());
    Chart chart = PhaseChart.of(Optional.of(phase));
    Drawing.Bars bars = assertInstanceOf(Drawing.Bars.class, chart.drawing());
    assertEquals(
        phase.before().size() + phase.after().size(),
        bars.bars().stream().mapToDouble(Drawing.Bar::length).sum());
    assertTrue(chart.caption().contains("and no times"), chart.caption());
  }

  /** As {@code winnow learn --phase auto} has it, also where the marker is of another table. */
  @Test
  void aProgramThatWaitsHasAPhaseWhateverItsArchitecture() {
    Evidence all = Evidence.NONE;
    for (int run = 0; run < 6; run++) {
      Recording recording = new Recording("worker" + run).call(1, "execve");
      for (String call : List.of("sync", "vhangup", "getpid", "getppid", "setsid")) {
        recording.call(Arch.I386, 1, call);
      }
      for (int work = 0; work < 3; work++) {
        for (String call : List.of("pause", "getuid", "getgid", "geteuid", "getegid")) {
          recording.call(Arch.I386, 1, call);
        }
      }
      all = all.join(recording.evidence());
    }
    List<Stage> stages = Stages.of(all, LearnOptions.DEFAULT).auto();
    assertEquals("after-i386-pause", stages.getLast().name());
    PhaseCoverage phase = Insights.of(all, LearnOptions.DEFAULT).phase().orElseThrow();
    assertEquals("pause", phase.marker());
    assertTrue(phase.before().contains("setsid"), phase.toString());
    assertEquals(5, phase.after().size(), phase.toString());
  }

  @Test
  void withoutAPhaseThereIsASentence() {
    assertInstanceOf(Drawing.Refusal.class, PhaseChart.of(Optional.empty()).drawing());
  }
}
