package dev.winnow.reports;

import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.policy.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Something recorded that a policy denies, or may deny.
 *
 * @param decided false if it depends on arguments that the recording does not show
 * @param events how many
 * @param what the first of them, or of evidence the values that are denied; not escaped
 * @param by the rule or default that decides
 */
public record Denial(boolean decided, long events, String what, String by) {
  /** Values named of each argument. */
  private static final int SHOWN = 3;

  /** What a replay of traces found, in the order of first occurrence. */
  public static List<Denial> of(Policy policy, Replay replay) {
    return replay.findings().stream()
        .map(found ->
            new Denial(
                found.key().decided(), found.events(), found.first(), by(policy, found.key())))
        .toList();
  }

  /** What the coverage of evidence shows, by syscall. */
  public static List<Denial> of(Coverage coverage) {
    List<Denial> found = new ArrayList<>();
    for (SyscallCoverage row : coverage.syscalls()) {
      String by = row.rules().isEmpty() ? "no rule" : String.join("; ", row.rules());
      long denied = row.filtered() - row.allowed().most();
      long undecided = row.allowed().most() - row.allowed().least();
      if (denied > 0) {
        found.add(new Denial(true, denied, row.name() + outside(row), by));
      }
      if (undecided > 0) {
        found.add(new Denial(false, undecided, row.name(), by));
      }
    }
    return found;
  }

  private static String outside(SyscallCoverage row) {
    List<String> values = new ArrayList<>();
    for (ArgumentCoverage argument : row.arguments()) {
      argument.values().stream()
          .filter(ValueCoverage::outside)
          .limit(SHOWN)
          .forEach(value -> values.add(argument.name() + "=" + value.text()));
    }
    return values.isEmpty() ? "" : "(" + String.join(" or ", values) + ")";
  }

  private static String by(Policy policy, Replay.Finding.Key key) {
    Section section = policy.section(key.arch());
    if (section == null) {
      return key.action() + " as foreign";
    }
    if (key.rule() < 0) {
      return key.action() + " by default: no rule holds";
    }
    return key.action() + " by " + Policies.print(section, section.rules().get(key.rule()));
  }
}
