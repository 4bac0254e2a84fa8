package dev.winnow.learner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The tables on the class path, beside this class: tab-separated, {@code #} starts a comment. */
final class Table {
  private Table() {}

  /** The rows of {@code file}, each with {@code columns} fields. */
  static List<List<String>> rows(String file, int columns) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text(file).split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        List<String> fields = List.of(line.split("\t", -1));
        if (fields.size() != columns) {
          throw new IllegalStateException(
              file + ": " + fields.size() + " fields, not " + columns + ": " + line);
        }
        rows.add(fields);
      }
    }
    return rows;
  }

  private static String text(String file) {
    try (InputStream in = Table.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "the table " + file + " is missing from the class path; rebuild the module learner");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the table " + file, e);
    }
  }
}
