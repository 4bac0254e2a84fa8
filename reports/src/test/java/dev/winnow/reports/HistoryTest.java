package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.learner.LearnOptions;
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
}
