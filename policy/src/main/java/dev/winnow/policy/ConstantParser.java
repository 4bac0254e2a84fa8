package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the constants that an argument is compared with, at the argument's width: {@code -1} on 32
 * bits is 0xffffffff. After a fault of meaning the value is 0 and parsing goes on.
 */
final class ConstantParser {
  private final LineReader line;
  private final @Nullable Arch arch;

  /**
   * @param arch whose symbols are known; null after a fault in the arch line, when any symbol is
   *     taken
   */
  ConstantParser(LineReader line, @Nullable Arch arch) {
    this.line = line;
    this.arch = arch;
  }

  /**
   * What a constant is compared with or masks.
   *
   * @param label the argument, as written
   * @param width its width in bits
   */
  record Target(String label, int width) {
    long mask() {
      return Term.widthMask(width);
    }
  }

  /** {@code const {"|" const}}. */
  long read(Target target) throws LineReader.LineFault {
    return read(target, 0);
  }

  private long read(Target target, int depth) throws LineReader.LineFault {
    long value = unary(target, depth);
    while (line.lexer().accept("|")) {
      value |= unary(target, depth);
    }
    return value;
  }

  private long unary(Target target, int depth) throws LineReader.LineFault {
    if (line.lexer().accept("~")) {
      return ~primary(target, depth, false) & target.mask();
    }
    if (line.lexer().accept("-")) {
      return -primary(target, depth, true) & target.mask();
    }
    return primary(target, depth, false);
  }

  private long primary(Target target, int depth, boolean negated) throws LineReader.LineFault {
    Lexer.Token token = line.lexer().peek();
    if (token.kind() == Lexer.Kind.NUMBER) {
      return number(line.lexer().take(), target, negated);
    }
    if (token.kind() == Lexer.Kind.WORD) {
      return symbol(line.lexer().take(), target);
    }
    if (!line.lexer().at("(")) {
      throw line.unexpected("a constant", "a number, or a name such as O_CLOEXEC");
    }
    if (depth == ExprParser.DEEPEST) {
      throw ExprParser.tooDeep(line, token);
    }
    line.lexer().take();
    long value = read(target, depth + 1);
    line.expect(")", "constants are joined by \"|\"");
    return value;
  }

  private long number(Lexer.Token token, Target target, boolean negated) {
    Long value = line.number(token);
    if (value == null) {
      return 0;
    }
    // As in two's complement, -N goes down to half of the values.
    long most = negated ? 1L << (target.width() - 1) : target.mask();
    if (Long.compareUnsigned(value, most) > 0) {
      doesNotFit(token, (negated ? "-" : "") + line.text(token), target);
      return 0;
    }
    return value;
  }

  private long symbol(Lexer.Token token, Target target) {
    String name = line.text(token);
    if (arch == null) {
      return 0;
    }
    Constants all = Constants.of(arch);
    OptionalLong found = all.value(name);
    if (found.isEmpty()) {
      unknown(token, name, all);
      return 0;
    }
    long value = found.getAsLong();
    long cut = value & target.mask();
    boolean negative = value < 0 && value >> (target.width() - 1) == -1;
    if (cut != value && !negative) {
      doesNotFit(token, name + " (0x" + Long.toHexString(value) + ")", target);
      return 0;
    }
    return cut;
  }

  private void unknown(Lexer.Token token, String name, Constants constants) {
    String upper = name.toUpperCase(Locale.ROOT);
    String near =
        name.equals(upper)
            ? Spelling.nearest(name, constants.names())
            : constants.value(upper).isPresent() ? upper : null;
    line.report(
        token,
        "unknown constant " + LineReader.quote(name),
        near == null
            ? "the right side of a comparison is a constant; write its number if it has no name"
            : "did you mean " + near + "?");
  }

  private void doesNotFit(Lexer.Token token, String value, Target target) {
    boolean wider = target.width() < 64 && (arch == null || arch.registerBits() == 64);
    line.report(
        token,
        "%s does not fit %s, which has %d bits".formatted(value, target.label(), target.width()),
        wider ? "write %s:64 to compare the whole register".formatted(target.label()) : "");
  }
}
