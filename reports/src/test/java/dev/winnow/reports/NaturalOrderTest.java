package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbersCountAsNumbers() {
    List<String> ordered =
        List.of(
            "",
            "1",
            "01",
            "2",
            "10",
            "99999999999999999999",
            "100000000000000000000",
            "v1",
            "v1.2",
            "v1.10",
            "v2",
            "v2-rc1",
            "v10",
            "v10a");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(NaturalOrder.COMPARATOR);
    // "01" and "1" are the same number: then the characters decide.
    List<String> expected = new ArrayList<>(ordered);
    Collections.swap(expected, 1, 2);
    assertEquals(expected, shuffled);
  }
}
