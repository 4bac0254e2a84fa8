package dev.winnow.test.oracle;

import dev.winnow.policy.Policy;
import dev.winnow.policy.SeccompData;
import java.util.List;

/**
 * A policy to be judged.
 *
 * @param name what failures call it
 * @param policy the policy
 * @param recorded events that it was learned from, or that it was made for
 */
record Subject(String name, Policy policy, List<SeccompData> recorded) {
  Subject {
    recorded = List.copyOf(recorded);
  }

  @Override
  public String toString() {
    return name;
  }
}
