package dev.winnow.traces.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The hand-made tables beside this class: rows of fields apart by tabs, {@code #} for comments. */
final class Tsv {
  private Tsv() {}

  /** The rows of {@code file}; a row without exactly {@code columns} fields is an error. */
  static List<List<String>> rows(String file, int columns) {
    List<List<String>> rows = new ArrayList<>();
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> fields = List.of(line.split("\t", -1));
      if (fields.size() != columns) {
        throw new IllegalStateException(
            file + ":" + number + ": " + fields.size() + " fields, expected " + columns);
      }
      rows.add(fields);
    }
    return rows;
  }

  private static String text(String file) {
    try (InputStream in = Tsv.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file + " beside " + Tsv.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
