package dev.winnow.learner;

import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Resource;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much of the kernel a policy opens, and what of it was added unseen. The weights, 10 for exec
 * to 1, are those of {@code surface.tsv}.
 *
 * @param seen syscalls that are allowed because they were seen
 * @param added syscalls that are allowed although they were not seen
 * @param seenWeight the sum of the weights of those seen
 * @param addedWeight of those added
 */
public record Surface(int seen, int added, int seenWeight, int addedWeight) {
  /** How a rule that was added begins its comment. */
  static final String MARK = "unseen: ";

  private static final Map<String, Integer> WEIGHTS = read();

  private static Map<String, Integer> read() {
    Map<String, Integer> weights = new HashMap<>();
    for (List<String> row : Resource.rows(Surface.class, "surface.tsv", 3)) {
      weights.put(row.get(0), Integer.valueOf(row.get(1)));
    }
    return Map.copyOf(weights);
  }

  /** The weight of a syscall, 1 to 10. */
  public static int weight(Syscall syscall) {
    return WEIGHTS.getOrDefault(syscall.name(), 1);
  }

  /** The surface of a learned policy, all architectures together. */
  static Surface of(Policy policy) {
    int[] counts = new int[2];
    int[] weights = new int[2];
    for (Section section : policy.sections()) {
      Set<Integer> seen = new TreeSet<>();
      Set<Integer> all = new TreeSet<>();
      for (Rule rule : section.rules()) {
        if (rule.action().permits()) {
          all.add(rule.number());
          if (!rule.comment().startsWith(MARK)) {
            seen.add(rule.number());
          }
        }
      }
      for (int number : all) {
        Syscall syscall = SyscallTable.of(section.arch()).byNumber(number);
        int of = seen.contains(number) ? 0 : 1;
        counts[of]++;
        weights[of] += syscall == null ? 1 : weight(syscall);
      }
    }
    return new Surface(counts[0], counts[1], weights[0], weights[1]);
  }

  /** What was added, in words; "" if nothing was. */
  public String sentence() {
    return added == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "Surface: %d syscalls seen, %d added unseen (+%.0f %% by weight; --no-predict leaves"
                + " them out).",
            seen,
            added,
            seenWeight == 0 ? 100 : 100.0 * addedWeight / seenWeight);
  }
}
