package dev.winnow.policy;

import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A diff as text. Changes that say the same about many syscalls take one line. */
final class DiffText {
  /** Names listed in a line that groups syscalls. */
  private static final int NAMED = 6;

  private final StringBuilder out = new StringBuilder();

  private DiffText() {}

  static String of(List<Change> changes) {
    DiffText text = new DiffText();
    text.lines("wider", changes, Change::wider);
    text.lines("narrower", changes, Change::narrower);
    text.lines("changed", changes, Change::changed);
    return text.out.toString();
  }

  /** Which sample of a change a block of lines shows. */
  private interface Side {
    Change.@Nullable Sample of(Change change);
  }

  private void lines(String what, List<Change> changes, Side side) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      Change.Sample sample = side.of(change);
      if (sample == null) {
        continue;
      }
      String actions = sample.before() + " -> " + sample.after();
      if (looksAtArguments(sample)) {
        line(what, change.arch(), sample.text(), actions);
      } else {
        String arch = change.arch() == null ? "" : change.arch().label();
        groups.computeIfAbsent(arch + "\n" + actions, key -> new ArrayList<>()).add(name(change));
      }
    }
    groups.forEach((key, names) -> {
      int end = key.indexOf('\n');
      line(what, Arch.ofLabel(key.substring(0, end)), listed(names), key.substring(end + 1));
    });
  }

  private static boolean looksAtArguments(Change.Sample sample) {
    return sample.text().indexOf('=') >= 0;
  }

  private static String name(Change change) {
    String label = change.label();
    return label.startsWith("sys_") ? label.substring("sys_".length()) : label;
  }

  private static String listed(List<String> names) {
    int more = names.size() - NAMED;
    return more <= 1
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and " + more + " more";
  }

  private void line(String what, @Nullable Arch arch, String subject, String actions) {
    String prefix = arch == null || arch == Arch.X86_64 ? "" : arch.label() + " ";
    out.append("%-9s %s%s: %s\n".formatted(what, prefix, subject, actions));
  }
}
