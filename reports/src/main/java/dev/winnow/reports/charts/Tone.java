package dev.winnow.reports.charts;

/** What a colour means, the same in all charts; {@link Theme} has the colours. */
public enum Tone {
  /** Without a condition; good. */
  ALLOWED,
  /** With a condition; also of what has no verdict. */
  CONSTRAINED,
  /** Denied, or lost. */
  DENIED,
  /** The rest. */
  NEUTRAL
}
