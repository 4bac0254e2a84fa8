package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoveltyTest {
  private static final Evidence RUNS =
      new Recording("r10")
          .call(1, "socket", 1, 1, 0)
          .call(1, "getuid")
          .evidence()
          .join(new Recording("r2").call(1, "socket", 1, 1, 0).evidence())
          .join(new Recording("r9").call(1, "socket", 2, 1, 0).call(1, "read", 3, 9).evidence());

  @Test
  void runsAreInTheOrderOfTheirNames() {
    assertEquals(
        List.of("r2.strace", "r9.strace", "r10.strace"),
        Novelty.of(RUNS).runs().stream().map(Run::label).toList());
  }

  @Test
  void theLastNewThingIsASyscallOrAValueWithAName() {
    Novelty novelty = Novelty.of(RUNS);
    assertEquals(2, novelty.last().get(Demo.key("socket")), "r9 brought AF_INET");
    assertEquals(3, novelty.last().get(Demo.key("getuid")));
    assertEquals(2, novelty.last().get(Demo.key("read")));
  }
}
