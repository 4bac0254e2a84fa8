package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResourceTest {
  @Test
  void linesAreTheTextWithoutEmptyOnes() {
    String text = Resource.text(Resource.class, "families.tsv");
    assertEquals(
        text.lines().filter(line -> !line.isEmpty()).toList(),
        Resource.lines(Resource.class, "families.tsv"));
  }

  @Test
  void missingFile() {
    String message =
        assertThrows(
                IllegalStateException.class, () -> Resource.bytes(Resource.class, "nothing.tsv"))
            .getMessage();
    assertEquals(
        "nothing.tsv is missing from the class path beside dev.winnow.traces.Resource; build winnow"
            + " anew",
        message);
  }

  @Test
  void rowOfAnotherWidth() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> Resource.rows(Resource.class, "families.tsv", 99))
            .getMessage();
    assertTrue(String.valueOf(message).startsWith("families.tsv: "), message);
    assertTrue(String.valueOf(message).contains(" fields, not 99: "), message);
  }
}
