package dev.winnow.reports;

import dev.winnow.traces.Resource;
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
    for (List<String> row : Resource.rows(Subsystems.class, "subsystems.tsv", 2)) {
      ALL.add(row.getFirst());
      for (String syscall : row.getLast().split(" ", -1)) {
        BY_SYSCALL.put(syscall, row.getFirst());
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
}
