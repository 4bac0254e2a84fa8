package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void distanceCountsEdits() {
    assertEquals(0, Spelling.distance("openat", "openat"));
    assertEquals(1, Spelling.distance("opneat", "openat"));
    assertEquals(1, Spelling.distance("opnat", "openat"));
    assertEquals(2, Spelling.distance("opnt", "openat"));
    assertEquals(6, Spelling.distance("", "openat"));
    assertEquals(3, Spelling.distance("abc", "xyz"));
  }

  @Test
  void nearestIsNearAndFirst() {
    List<String> names = List.of("write", "writev", "read", "readv", "fd");
    assertEquals("write", Spelling.nearest("wirte", names));
    assertEquals("read", Spelling.nearest("reed", names));
    assertEquals("fd", Spelling.nearest("fdd", names));
    assertEquals("readv", Spelling.nearest("readw", List.of("readx", "readv")));
    assertNull(Spelling.nearest("frobnicate", names));
    assertNull(Spelling.nearest("x".repeat(1000), List.of("x".repeat(1000))));
  }
}
