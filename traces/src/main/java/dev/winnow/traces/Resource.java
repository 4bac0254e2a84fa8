package dev.winnow.traces;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that winnow's modules carry on the class path, each beside a class of its package:
 * tables, and what a page is made of. One that is missing or broken is a fault of the build, hence
 * an {@link IllegalStateException}.
 */
public final class Resource {
  private Resource() {}

  /** All of {@code file}, which lies beside the class. */
  public static byte[] bytes(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "%s is missing from the class path beside %s; build winnow anew"
                .formatted(file, beside.getName()));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " from the class path", e);
    }
  }

  /** The same as text. */
  public static String text(Class<?> beside, String file) {
    return new String(bytes(beside, file), StandardCharsets.UTF_8);
  }

  /** The lines, each of which ends in a newline, without empty ones. */
  public static List<String> lines(Class<?> beside, String file) {
    String text = text(beside, file);
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

  /** The rows of a tab-separated table in which {@code #} starts a comment. */
  public static List<List<String>> rows(Class<?> beside, String file, int columns) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines(beside, file)) {
      if (!line.startsWith("#")) {
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
}
