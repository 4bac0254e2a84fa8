package dev.winnow.reports.diff;

import java.util.Locale;

/**
 * One of the two things that are compared.
 *
 * @param name what it is called, such as its file name; from outside, not escaped
 * @param kind what it is
 * @param runs of evidence how many; 0 for others
 */
public record Side(String name, Kind kind, int runs) {
  /** What is compared. */
  public enum Kind {
    POLICY,
    PROGRAM,
    EVIDENCE;

    /** The word for people and scripts. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it says of an event where one of the sides is a recording, which knows no actions. */
  String permission(boolean permits) {
    if (kind == Kind.EVIDENCE) {
      return permits ? "recorded" : "not recorded";
    }
    return permits ? "allowed" : "denied";
  }
}
