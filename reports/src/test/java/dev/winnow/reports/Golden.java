package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Results frozen in files. {@code mvn test -Dwinnow.golden.update=true} writes them anew: read the
 * diff.
 */
public final class Golden {
  private Golden() {}

  public static void assertMatches(String name, String actual) throws IOException {
    Path file = Path.of("src/test/resources/dev/winnow/reports", name);
    if (Boolean.getBoolean("winnow.golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertEquals(Files.readString(file), actual, "differs from " + file);
  }
}
