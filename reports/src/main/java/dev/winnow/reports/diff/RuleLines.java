package dev.winnow.reports.diff;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in a policy's text its rules stand, for those who show a difference beside it. */
public final class RuleLines {
  /** A text without rules: what is no policy. */
  public static final RuleLines NONE = new RuleLines(Map.of());

  private static final Pattern ARCH = Pattern.compile("\\s*arch\\s+(\\w+).*");
  private static final Pattern RULE = Pattern.compile("\\s*(?:sys_(\\w+)|(nr\\(\\w+\\)))\\s*:.*");

  private final Map<String, Integer> lines;

  private RuleLines(Map<String, Integer> lines) {
    this.lines = Map.copyOf(lines);
  }

  /** The lines of a policy that was read before, so that its form is known to be right. */
  public static RuleLines of(String policy) {
    Map<String, Integer> lines = new HashMap<>();
    String arch = "";
    int number = 0;
    for (String line : policy.split("\n", -1)) {
      number++;
      Matcher head = ARCH.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (head.matches()) {
        arch = head.group(1);
        lines.putIfAbsent(arch, number);
      } else if (rule.matches()) {
        String name = rule.group(1) == null ? rule.group(2) : rule.group(1);
        lines.putIfAbsent(arch + " " + name, number);
      }
    }
    return new RuleLines(lines);
  }

  /** The syscall's first rule, or its section's arch line, or the first line. */
  int of(DiffEntry entry) {
    String arch = entry.arch() == null ? "" : entry.arch().label();
    Integer rule = lines.get(arch + " " + entry.subject());
    return rule == null ? lines.getOrDefault(arch, 1) : rule;
  }
}
