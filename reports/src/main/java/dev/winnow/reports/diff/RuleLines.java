package dev.winnow.reports.diff;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where in a policy's text its rules stand, for those who show a difference beside it. */
public final class RuleLines {
  /** A text without rules: what is no policy. */
  public static final RuleLines NONE = new RuleLines(Map.of());

  private static final Pattern ARCH =
      Pattern.compile("\uFEFF?\\s*arch\\s+(\\w+).*", Pattern.DOTALL);
  private static final Pattern RULE =
      Pattern.compile("\\s*(?:sys_(\\w+)|(nr\\(\\w+\\)))\\s*:.*", Pattern.DOTALL);

  private static final Pattern ANY_RULE =
      Pattern.compile("\\s*(?:sys_(\\w+)|nr\\s*\\(\\s*(\\w+)\\s*\\))\\s*:.*", Pattern.DOTALL);

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

  /**
   * The lines of every rule, by its syscall and in order, of a policy that was read before. Keys
   * are without roles.
   */
  public static Map<SyscallKey, List<Integer>> all(String policy) {
    Map<SyscallKey, List<Integer>> lines = new HashMap<>();
    Arch arch = null;
    int number = 0;
    for (String line : policy.split("\n", -1)) {
      number++;
      Matcher head = ARCH.matcher(line);
      Matcher rule = ANY_RULE.matcher(line);
      if (head.matches()) {
        arch = Arch.ofLabel(head.group(1));
      } else if (arch != null && rule.matches()) {
        SyscallKey key = new SyscallKey("", arch, syscall(arch, rule.group(1), rule.group(2)));
        lines.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
      }
    }
    return lines;
  }

  private static int syscall(Arch arch, @Nullable String name, @Nullable String number) {
    if (name == null) {
      return Long.decode(String.valueOf(number)).intValue();
    }
    Syscall syscall = SyscallTable.of(arch).byName(name);
    if (syscall == null) {
      throw new IllegalArgumentException(arch + " has no syscall " + name);
    }
    return syscall.number();
  }

  /** The syscall's first rule, or its section's arch line, or the first line. */
  int of(DiffEntry entry) {
    String arch = entry.arch() == null ? "" : entry.arch().label();
    Integer rule = lines.get(arch + " " + entry.subject());
    return rule == null ? lines.getOrDefault(arch, 1) : rule;
  }
}
