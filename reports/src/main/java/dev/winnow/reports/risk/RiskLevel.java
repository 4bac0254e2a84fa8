package dev.winnow.reports.risk;

import java.util.Locale;

/** How bad it is if an attacker may make a call. The worst comes first. */
public enum RiskLevel {
  /** By itself code of the attacker's, another process, the kernel or root. */
  HIGH,
  /** A usual step of an exploit, or reach beyond the process. */
  MEDIUM,
  /** Nothing in the table. */
  LOW;

  /** The name for people and scripts, such as {@code high}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this is at least as bad as another. */
  public boolean atLeast(RiskLevel other) {
    return compareTo(other) <= 0;
  }

  /** The worse of the two. */
  public RiskLevel or(RiskLevel other) {
    return atLeast(other) ? this : other;
  }
}
