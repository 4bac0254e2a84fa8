package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.risk.RiskLevel;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class HistoryTest {
  @Test
  void releasesAreInOrderWithWhatCameAndWent() {
    SortedMap<String, Evidence> releases = History.byRelease();
    releases.put("v1.10", new Recording("a").call(1, "getpid").call(1, "execve").evidence());
    releases.put("v1.9", new Recording("b").call(1, "getpid").call(1, "getuid").evidence());
    List<History.Release> all = History.of(releases, LearnOptions.DEFAULT).releases();
    assertEquals(List.of("v1.9", "v1.10"), all.stream().map(History.Release::name).toList());
    assertEquals(List.of(), all.get(0).added());
    assertEquals(List.of("execve"), all.get(1).added());
    assertEquals(List.of("getuid"), all.get(1).removed());
    assertEquals(2, all.get(0).weight());
    assertEquals(11, all.get(1).weight(), "execve weighs 10");
  }

  private static History history(String older, String newer) {
    SortedMap<String, Evidence> releases = History.byRelease();
    releases.put(older, new Recording("a").call(1, "getpid").call(1, "getuid").evidence());
    releases.put(newer, new Recording("b").call(1, "getpid").call(1, "execve").evidence());
    return History.of(releases, LearnOptions.DEFAULT);
  }

  @Test
  void barsSayTheReleaseAndWhatIsNewAndGone() {
    Drawing.Bars bars = bars(history("v1", "v2"), "history");
    assertEquals(List.of("v1", "v2"), bars.bars().stream().map(Drawing.Bar::label).toList());
    assertEquals(
        List.of("2", "2, 1 new, 1 gone"), bars.bars().stream().map(Drawing.Bar::note).toList());
    assertEquals(2, bars.bars().getLast().length());
  }

  @Test
  void openRisksAreCountedByLevel() {
    History history = history("v1", "v2");
    assertEquals(1, history.releases().getLast().risks(RiskLevel.HIGH), "execve");
    assertEquals(0, history.releases().getFirst().risks(RiskLevel.HIGH));
    assertTrue(HistoryCharts.risks(history.releases().getLast()).startsWith("1 high"));
  }

  @Test
  void aReleaseOfAnyNameIsVisible() {
    Drawing.Bars bars = bars(history("v1", "v2\u202egpj"), "history-surface");
    assertEquals("v2\\u{202e}gpj", bars.bars().getLast().label());
  }

  @Test
  void repeatsOfOneScenarioAreNoRunsToCompare() {
    Chart risk = HistoryCharts.of(history("v1", "v2")).getLast();
    assertEquals(
        new Drawing.Refusal(
            "Some releases have fewer than 5 runs, repeats of one scenario counted once: their"
                + " estimates cannot be compared."),
        risk.drawing());
  }

  private static Drawing.Bars bars(History history, String name) {
    return (Drawing.Bars)
        HistoryCharts.of(history).stream()
            .filter(chart -> chart.name().equals(name))
            .findFirst()
            .orElseThrow()
            .drawing();
  }
}
