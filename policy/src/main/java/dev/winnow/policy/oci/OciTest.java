package dev.winnow.policy.oci;

/**
 * An entry of {@code args}. Comparisons are unsigned and take the whole register: 64 bits, and 32
 * where libseccomp counts an architecture as 32-bit (i386 and x32), whose upper halves it drops
 * from both sides.
 *
 * @param index the argument, 0 to 5
 * @param op the comparison
 * @param value what it is compared with; the mask of MASKED_EQ
 * @param valueTwo what the masked argument is compared with (seccomp_rule_add(3), datum_b); else 0
 */
public record OciTest(int index, Op op, long value, long valueTwo) {
  /** The comparisons, {@code SCMP_CMP_*} of libseccomp. */
  public enum Op {
    EQ,
    NE,
    LT,
    LE,
    GE,
    GT,
    MASKED_EQ
  }

  public OciTest {
    if (index < 0 || index > 5) {
      throw new IllegalArgumentException("argument " + index + " is not in 0..5");
    }
  }
}
