package dev.winnow.policy;

import dev.winnow.traces.HiddenCharacters;

/**
 * One line of a policy.
 *
 * @param number the syscall number in its section's architecture
 * @param condition when the rule decides
 * @param action what it decides
 * @param comment the comment behind it, without {@code #} and outer blanks, or ""; control and
 *     formatting characters, which could end the line or hide text, become blanks
 */
public record Rule(int number, Expr condition, Action action, String comment) {
  public Rule {
    comment = comment(comment);
  }

  public Rule(int number, Expr condition, Action action) {
    this(number, condition, action, "");
  }

  /** A comment that ends with its line and shows all that it holds. */
  static String comment(String text) {
    return HiddenCharacters.replaced(text, ' ').strip();
  }
}
