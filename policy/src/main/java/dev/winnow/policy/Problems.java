package dev.winnow.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects the faults of one text. */
final class Problems {
  /** A file with more faults is not a policy at all, and listing them helps nobody. */
  private static final int MOST = 1000;

  /** What is shown of them; who mends these will see the next. */
  private static final int SHOWN = 30;

  private final String source;
  private final List<String> lines;
  private final List<PolicyError> errors = new ArrayList<>();
  private int unlisted;

  Problems(String source, List<String> lines) {
    this.source = source;
    this.lines = lines;
  }

  /** Adds a fault at the characters {@code start..end-1}, from 0, of a line, from 1. */
  void add(int line, int start, int end, String message, String remedy) {
    if (errors.size() < MOST) {
      int length = Math.max(1, end - start);
      errors.add(new PolicyError(source, line, start + 1, length, message, remedy));
    } else {
      unlisted++;
    }
  }

  void throwIfAny() throws PolicySyntaxException {
    if (errors.isEmpty()) {
      return;
    }
    errors.sort(Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column));
    StringBuilder all = new StringBuilder();
    for (PolicyError error : errors.subList(0, Math.min(SHOWN, errors.size()))) {
      all.append(all.isEmpty() ? "" : "\n").append(error.render(lines.get(error.line() - 1)));
    }
    int more = unlisted + errors.size() - SHOWN;
    if (more > 0) {
      all.append(String.format(Locale.ROOT, "\n%s: and %,d more errors", source, more));
    }
    throw new PolicySyntaxException(errors, all.toString());
  }
}
