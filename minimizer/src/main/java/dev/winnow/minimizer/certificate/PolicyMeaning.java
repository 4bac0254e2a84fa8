package dev.winnow.minimizer.certificate;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A policy as conditions on words: every rule of every section, then the defaults. */
final class PolicyMeaning {
  private static final long WORD_MAX = 0xffffffffL;

  private PolicyMeaning() {}

  /**
   * What the policy says of every event.
   *
   * @throws CertificateException if it has a section of a big-endian architecture
   */
  static Meaning of(Policy policy) throws CertificateException {
    List<Meaning.Case> cases = new ArrayList<>();
    for (Section section : policy.sections()) {
      if (section.arch().byteOrder() != ByteOrder.LITTLE_ENDIAN) {
        throw new CertificateException(
            "certificates are about little-endian architectures; %s is none"
                .formatted(section.arch()));
      }
      section(cases, section);
    }
    return Meaning.of(cases, policy.foreign().returnValue());
  }

  private static void section(List<Meaning.Case> cases, Section section) {
    Arch arch = section.arch();
    Formula token = equal(Words.ARCH, arch.auditToken());
    for (Rule rule : section.rules()) {
      Formula condition = condition(rule.condition(), arch);
      Formula number = equal(Words.NR, rule.number());
      add(cases, Formula.all(List.of(token, number, condition)), rule.action().returnValue());
    }
    // x86_64 and x32 share a token; bit 30 of the number tells them, and bit 31 is neither's.
    long first = arch == Arch.X32 ? Arch.X32_BIT : 0;
    long last =
        switch (arch) {
          case X86_64 -> Arch.X32_BIT - 1;
          case X32 -> Integer.MAX_VALUE;
          default -> WORD_MAX;
        };
    long highest = Integer.toUnsignedLong(SyscallTable.of(arch).highest());
    Formula listed = within(Words.NR, -1, first, highest);
    Formula unlisted = within(Words.NR, -1, highest + 1, last);
    add(cases, Formula.all(List.of(token, listed)), section.defaultAction().returnValue());
    add(cases, Formula.all(List.of(token, unlisted)), section.unknown().returnValue());
  }

  private static void add(List<Meaning.Case> cases, Formula when, int value) {
    cases.add(new Meaning.Case(when, value));
  }

  private static Formula condition(Expr expression, Arch arch) {
    return switch (expression) {
      case Expr.Const(boolean value) -> value ? Formula.TRUE : Formula.FALSE;
      case Expr.Not(Expr part) -> Formula.not(condition(part, arch));
      case Expr.And(List<Expr> parts) ->
          Formula.all(parts.stream().map(part -> condition(part, arch)).toList());
      case Expr.Or(List<Expr> parts) ->
          Formula.any(parts.stream().map(part -> condition(part, arch)).toList());
      case Expr.In(Term term, List<Expr.Range> ranges) ->
          Formula.any(ranges.stream().map(r -> between(term, arch, r.low(), r.high())).toList());
      case Expr.NonZero(Term term) -> Formula.not(between(term, arch, 0, 0));
      case Expr.Compare(Term term, Expr.Op op, long value) ->
          switch (op) {
            case EQ -> between(term, arch, value, value);
            case NE -> Formula.not(between(term, arch, value, value));
            case LE -> between(term, arch, 0, value);
            case GT -> Formula.not(between(term, arch, 0, value));
            case GE -> between(term, arch, value, -1);
            case LT -> Formula.not(between(term, arch, value, -1));
          };
    };
  }

  /**
   * {@code low <= term <= high}, unsigned, by halves: the upper half decides unless it equals that
   * of a bound. A 32-bit architecture has no upper halves.
   */
  private static Formula between(Term term, Arch arch, long low, long high) {
    long mask = term.mask() & Term.widthMask(arch.registerBits());
    int lower = Words.low(term.argument());
    int upper = lower + 1;
    int lowMask = (int) mask;
    int highMask = (int) (mask >>> 32);
    long lowTop = low >>> 32;
    long highTop = high >>> 32;
    long lowBottom = low & WORD_MAX;
    long highBottom = high & WORD_MAX;
    Formula atLow = within(upper, highMask, lowTop, lowTop);
    if (lowTop == highTop) {
      return Formula.all(List.of(atLow, within(lower, lowMask, lowBottom, highBottom)));
    }
    Formula atHigh = within(upper, highMask, highTop, highTop);
    return Formula.any(
        List.of(
            Formula.all(List.of(atLow, within(lower, lowMask, lowBottom, WORD_MAX))),
            within(upper, highMask, lowTop + 1, highTop - 1),
            Formula.all(List.of(atHigh, within(lower, lowMask, 0, highBottom)))));
  }

  private static Formula equal(int word, int value) {
    long unsigned = Integer.toUnsignedLong(value);
    return within(word, -1, unsigned, unsigned);
  }

  /** {@code low <= word & mask <= high}; nothing if that is empty. */
  private static Formula within(int word, int mask, long low, long high) {
    return low > high ? Formula.FALSE : WordTest.of(word, mask, List.of(new Span(low, high)));
  }
}
