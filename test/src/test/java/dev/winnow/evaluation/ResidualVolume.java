package dev.winnow.evaluation;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;

/**
 * How much of its arguments' space a policy leaves to a program: over all arguments of the calls
 * that it made, the weighted bits still open by the weighted bits that there are. 1 means that
 * nothing is constrained. Pointers and arguments of no known meaning do not count.
 */
final class ResidualVolume {
  private final Policy policy;
  private double open;
  private double all;

  private ResidualVolume(Policy policy) {
    this.policy = policy;
  }

  /**
   * 0 to 1. Alternatives are added up, so it may be too large where they overlap; never too small.
   */
  static double of(Policy policy, Evidence evidence) {
    ResidualVolume volume = new ResidualVolume(policy);
    evidence.syscalls().keySet().forEach(volume::add);
    return volume.all == 0 ? 1 : volume.open / volume.all;
  }

  private void add(SyscallKey key) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    Section section = policy.section(key.arch());
    for (int i = 0; syscall != null && i < syscall.arity(); i++) {
      Argument argument = syscall.arguments().get(i);
      double bits = Math.min(argument.kind().bits(), argument.width());
      all += weight(argument.kind()) * bits;
      if (section != null) {
        double left = Math.clamp(open(section, syscall, i), 0, bits);
        open += weight(argument.kind()) * left;
      }
    }
  }

  private static double open(Section section, Syscall syscall, int argument) {
    int width = syscall.arguments().get(argument).width();
    double values = 0;
    for (Rule rule : section.rules()) {
      if (rule.number() == syscall.number() && rule.action().permits()) {
        values += Math.pow(2, open(rule.condition(), argument, width));
      }
    }
    return log2(values);
  }

  /** Logarithm of the number of values of an argument with which an expression can hold. */
  static double open(Expr expression, int argument, int width) {
    return switch (expression) {
      case Expr.Const(boolean value) -> value ? width : Double.NEGATIVE_INFINITY;
      case Expr.And and ->
          and.parts().stream().mapToDouble(p -> open(p, argument, width)).min().orElse(width);
      case Expr.Or or ->
          Math.min(
              width,
              log2(
                  or.parts().stream()
                      .mapToDouble(p -> Math.pow(2, open(p, argument, width)))
                      .sum()));
      case Expr.Not(Expr.NonZero(Term term)) ->
          term.argument() == argument ? free(term, width) : width;
      case Expr.Not not -> width;
      case Expr.NonZero nonZero -> width;
      case Expr.Compare compare ->
          compare.term().argument() == argument ? open(compare, width) : width;
      case Expr.In in -> in.term().argument() == argument ? open(in, width) : width;
    };
  }

  private static double open(Expr.Compare compare, int width) {
    int masked = Long.bitCount(compare.term().mask());
    double value = unsigned(compare.value());
    double most = Math.pow(2, masked);
    double values =
        switch (compare.op()) {
          case EQ -> 1;
          case NE -> most - 1;
          case LT -> Math.min(most, value);
          case LE -> Math.min(most, value + 1);
          case GT -> Math.min(most, unsigned(compare.term().mask()) - value);
          case GE -> Math.min(most, unsigned(compare.term().mask()) - value + 1);
        };
    return log2(values) + free(compare.term(), width);
  }

  private static double open(Expr.In in, int width) {
    double values =
        in.ranges().stream().mapToDouble(r -> unsigned(r.high()) - unsigned(r.low()) + 1).sum();
    return log2(Math.min(values, Math.pow(2, Long.bitCount(in.term().mask()))))
        + free(in.term(), width);
  }

  /** The bits that a term does not look at. */
  private static int free(Term term, int width) {
    return Math.max(0, width - Long.bitCount(term.mask()));
  }

  private static double unsigned(long value) {
    return (value >>> 1) * 2.0 + (value & 1);
  }

  private static double log2(double value) {
    return value <= 0 ? Double.NEGATIVE_INFINITY : Math.log(value) / Math.log(2);
  }

  /** What a bit of a kind is worth to an attacker. */
  private static double weight(Kind kind) {
    return switch (kind) {
      case ENUM, FLAGS -> 1;
      case SIGNAL, ID -> 0.8;
      case MODE -> 0.6;
      case FD, PID -> 0.4;
      case COUNT, SIZE -> 0.1;
      case OFFSET -> 0.05;
      case POINTER, OPAQUE -> 0;
    };
  }
}
