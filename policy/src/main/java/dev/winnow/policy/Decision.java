package dev.winnow.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a policy does with an event, and why.
 *
 * @param reason what decided
 * @param section the section that the event belongs to; null if foreign
 * @param index the place of the rule that decided among the section's rules, or -1
 * @param action what is done
 */
public record Decision(Reason reason, @Nullable Section section, int index, Action action) {
  /** What decided. */
  public enum Reason {
    /** A rule of the section. */
    RULE,
    /** No rule: the section's default. */
    DEFAULT,
    /** A number above the table's highest, and no rule. */
    UNKNOWN,
    /** No section for the architecture. */
    FOREIGN
  }

  /** The rule that decided, or null. */
  public @Nullable Rule rule() {
    return section == null || index < 0 ? null : section.rules().get(index);
  }
}
