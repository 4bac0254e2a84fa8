package dev.winnow.traces;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The generated tables on the class path, beside this class. */
final class TableResource {
  private TableResource() {}

  /** The lines of {@code file}, each of which ends in a newline, without empty ones. */
  static List<String> lines(String file) {
    String text = new String(bytes(file), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = text.indexOf('\n', from);
      if (to > from) {
        lines.add(text.substring(from, to));
      }
      from = to < 0 ? text.length() : to + 1;
    }
    return lines;
  }

  static byte[] bytes(String file) {
    try (InputStream in = TableResource.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "the table " + file + " is missing from the class path; rebuild the module traces");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the table " + file, e);
    }
  }
}
