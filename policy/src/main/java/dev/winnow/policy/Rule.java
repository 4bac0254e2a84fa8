package dev.winnow.policy;

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
    comment = comment.replaceAll("[\\p{Cc}\\p{Cf}]", " ").strip();
  }

  public Rule(int number, Expr condition, Action action) {
    this(number, condition, action, "");
  }
}
