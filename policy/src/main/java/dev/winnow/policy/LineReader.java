package dev.winnow.policy;

import dev.winnow.traces.HiddenCharacters;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** One line being parsed: its tokens, and where its faults go. */
final class LineReader {
  private final int number;
  private final Lexer lexer;
  private final Problems problems;

  LineReader(int number, String text, Problems problems) {
    this.number = number;
    this.lexer = new Lexer(text);
    this.problems = problems;
  }

  /** Thrown once the fault is recorded: the rest of the line makes no sense. */
  static final class LineFault extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private LineFault() {
      super(null, null, false, false);
    }
  }

  int number() {
    return number;
  }

  Lexer lexer() {
    return lexer;
  }

  String text(Lexer.Token token) {
    return lexer.text(token);
  }

  /** Records a fault of meaning; parsing goes on. */
  void report(Lexer.Token token, String message, String remedy) {
    problems.add(number, token.start(), token.end(), message, remedy);
  }

  /** Records a fault from one token to the end of another. */
  void report(Lexer.Token from, Lexer.Token to, String message, String remedy) {
    problems.add(number, from.start(), to.end(), message, remedy);
  }

  /** Records a fault of form; the caller throws what it returns. */
  LineFault fail(Lexer.Token token, String message, String remedy) {
    report(token, message, remedy);
    return new LineFault();
  }

  /** Records that the next token is not what belongs here. */
  LineFault unexpected(String expected, String remedy) {
    Lexer.Token token = lexer.peek();
    return fail(token, "expected " + expected + ", found " + describe(token), remedy);
  }

  Lexer.Token expect(String symbol, String remedy) throws LineFault {
    if (!lexer.at(symbol)) {
      throw unexpected("\"" + symbol + "\"", remedy);
    }
    return lexer.take();
  }

  void expectEnd(String expected, String remedy) throws LineFault {
    if (lexer.peek().kind() != Lexer.Kind.END) {
      throw unexpected(expected, remedy);
    }
  }

  /**
   * The line's comment, stripped; control and formatting characters in it are a fault, since they
   * could hide text from whoever reads the file.
   */
  String comment() {
    String comment = lexer.comment();
    for (int i = 0; i < comment.length(); i++) {
      char c = comment.charAt(i);
      if (c != '\t' && HiddenCharacters.isHidden(c)) {
        int at = lexer.peek().start() + 1 + i;
        problems.add(
            number, at, at + 1, "hidden character " + codePoint(c) + " in a comment", "remove it");
        return "";
      }
    }
    return comment.strip();
  }

  String describe(Lexer.Token token) {
    return switch (token.kind()) {
      case END -> "the end of the line";
      case BAD -> bad(text(token));
      case WORD, NUMBER, SYMBOL -> quote(text(token));
    };
  }

  private static String bad(String character) {
    int c = character.codePointAt(0);
    return "the character " + (c < ' ' || c > '~' ? codePoint(c) : character);
  }

  private static String codePoint(int c) {
    return "U+%04X".formatted(c);
  }

  /** A word of the file in a message, cut if it is endless, with {@code ?} for what would hide. */
  static String quote(String word) {
    String shown = word.length() <= 60 ? word : word.substring(0, 57) + "...";
    return '"' + HiddenCharacters.replaced(shown, '?') + '"';
  }

  /**
   * The value of an unsigned number of at most 64 bits: decimal, 0x-hexadecimal, or octal with a
   * leading 0 as in C; null, with the fault recorded, if it is none.
   */
  @Nullable Long number(Lexer.Token token) {
    String text = text(token);
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    boolean octal = !hex && text.length() > 1 && text.charAt(0) == '0';
    String digits = hex ? text.substring(2) : text;
    int radix = hex ? 16 : octal ? 8 : 10;
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0) {
        String form = hex ? "a hexadecimal" : octal ? "an octal" : "a decimal";
        String remedy =
            hex
                ? "its digits are 0 to 9 and a to f"
                : octal
                    ? "a number that starts with 0 is octal, as in C"
                    : "hexadecimal numbers start with 0x, and names with a letter";
        report(token, quote(text) + " is not " + form + " number", remedy);
        return null;
      }
    }
    if (digits.isEmpty()) {
      report(token, quote(text) + " has no digits", "write them behind it, as in 0x1f");
      return null;
    }
    try {
      return Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException tooLarge) {
      report(token, quote(text) + " does not fit 64 bits", "no argument is wider");
      return null;
    }
  }
}
