package dev.winnow.reports.risk;

/**
 * Something that an attacker can do with a call.
 *
 * @param id its name for scripts, such as {@code io-uring}; stable
 * @param level how bad it is
 * @param category what it gives: code, escape, kernel, network, privilege or files
 * @param title what it is, in a few words
 * @param reason why that matters
 * @param classes the CWE, the ATT&CK technique, or CVEs of its kind
 * @param source where it is described: man pages, kernel files
 */
public record Risk(
    String id,
    RiskLevel level,
    String category,
    String title,
    String reason,
    String classes,
    String source) {
  public Risk {
    for (String field : new String[] {id, category, title, reason, classes, source}) {
      if (field.isBlank()) {
        throw new IllegalArgumentException("risk " + id + " lacks a field");
      }
    }
  }

  /** Title, reason and classes on one line. */
  public String sentence() {
    return title + ": " + reason + " (" + classes + ")";
  }
}
