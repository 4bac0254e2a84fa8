package dev.winnow.traces;

/**
 * What a recording lacks although its source was there to record it. Evidence counts each by its
 * {@link #label()}; it also keeps counts under labels that this version does not know.
 */
public enum Loss {
  /**
   * Records that the recorder says it dropped: LOST of perf, {@code [LOST 123 EVENTS]} of ftrace.
   */
  SAMPLES("lost samples"),
  /** Messages that the kernel's rate limit left out: {@code 7 callbacks suppressed}. */
  SUPPRESSED("suppressed messages"),
  /** Inputs that end in the middle of a record or of their compression. */
  TAILS("cut-off ends"),
  /** Events that fit more than one ABI, so that the one of {@code --arch} was taken. */
  AMBIGUOUS_ABI("events of an ambiguous ABI");

  private final String label;

  Loss(String label) {
    this.label = label;
  }

  /** The name in evidence and reports. */
  public String label() {
    return label;
  }
}
