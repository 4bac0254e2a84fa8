package dev.winnow.reports;

/** What a policy says of a syscall that was seen. */
public enum Verdict {
  /** Permitted whatever its arguments are. */
  ALLOWED("allowed"),
  /** Permitted for some arguments; as far as the evidence says, for all that were seen. */
  CONSTRAINED("constrained"),
  /** Seen, but the policy denies some event of it. */
  DENIED("denied"),
  /** Seen only as the launcher's execve, before the filter starts. */
  BEFORE_FILTER("before the filter");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** In words, as all forms of the report print it. */
  public String label() {
    return label;
  }
}
