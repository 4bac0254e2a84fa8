package dev.winnow.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of the kernel that syscalls belong to, from {@code subsystems.tsv}. */
final class Subsystems {
  /** Of syscalls that no kernel implements, or that are newer than the table. */
  static final String OTHER = "obsolete or unknown";

  private static final Map<String, String> BY_SYSCALL = new HashMap<>();
  private static final Set<String> ALL = new LinkedHashSet<>();

  static {
    for (String line : text().split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String subsystem = line.substring(0, line.indexOf('\t'));
        ALL.add(subsystem);
        for (String syscall : line.substring(subsystem.length() + 1).split(" ", -1)) {
          BY_SYSCALL.put(syscall, subsystem);
        }
      }
    }
    ALL.add(OTHER);
  }

  private Subsystems() {}

  /** In the order of the table. */
  static List<String> all() {
    return List.copyOf(ALL);
  }

  static String of(String syscall) {
    return BY_SYSCALL.getOrDefault(syscall, OTHER);
  }

  private static String text() {
    try (InputStream in = Subsystems.class.getResourceAsStream("subsystems.tsv")) {
      if (in == null) {
        throw new IllegalStateException(
            "subsystems.tsv is missing from the class path; build winnow anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read subsystems.tsv", e);
    }
  }
}
