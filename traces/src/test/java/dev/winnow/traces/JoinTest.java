package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Evidence of a thousand runs fits into memory because its features share what is the same. */
class JoinTest {
  private static SortedMap<Marker, Runs> phases(String run, int... markers) {
    TreeMap<Marker, Runs> phases = new TreeMap<>();
    Runs in = Runs.of(run, 1);
    for (int marker : markers) {
      phases.put(new Marker(Arch.X86_64, marker), in);
    }
    return Frozen.copyOf(phases);
  }

  @Test
  void whatIsJoinedTwiceIsTheSame() {
    SortedMap<Marker, Runs> left = phases("a", 1, 2, 3);
    SortedMap<Marker, Runs> right = phases("b", 2, 3, 4);
    Join join = Join.sum();
    SortedMap<Marker, Runs> both = join.phases(left, right);
    Runs ofBoth = Runs.of("a", 1).join(Runs.of("b", 1));
    assertEquals(
        "{1=%s, 2=%s, 3=%s, 4=%s}".formatted(Runs.of("a", 1), ofBoth, ofBoth, Runs.of("b", 1)),
        byNumber(both));
    assertSame(both, join.phases(left, right));
    assertSame(both.get(new Marker(Arch.X86_64, 2)), both.get(new Marker(Arch.X86_64, 3)));
    assertSame(both, join.phases(both, both));
    assertSame(both, new Feature(ofBoth, both).after(), "it is not copied");
  }

  private static String byNumber(SortedMap<Marker, Runs> phases) {
    TreeMap<Integer, Runs> named = new TreeMap<>();
    phases.forEach((marker, runs) -> named.put(marker.number(), runs));
    return named.toString();
  }

  @Test
  void aFrozenMapIsACopyThatNobodyChanges() {
    TreeMap<Integer, String> map = new TreeMap<>(Map.of(1, "one"));
    SortedMap<Integer, String> frozen = Frozen.copyOf(map);
    map.put(2, "two");
    assertEquals(1, frozen.size());
    assertSame(frozen, Frozen.copyOf(frozen));
    assertThrows(UnsupportedOperationException.class, () -> frozen.put(3, "three"));
    assertThrows(UnsupportedOperationException.class, () -> frozen.keySet().clear());
    assertThrows(UnsupportedOperationException.class, () -> frozen.values().clear());
    assertThrows(UnsupportedOperationException.class, () -> frozen.tailMap(0).clear());
  }
}
