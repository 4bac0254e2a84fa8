package dev.winnow.policy;

import java.util.List;

/** The tokens of one line, one ahead. */
final class Lexer {
  /** What a token is. */
  enum Kind {
    WORD,
    NUMBER,
    SYMBOL,
    /** A character that no token starts with. */
    BAD,
    /** The end of the line, or the start of its comment. */
    END
  }

  /** The characters {@code start..end-1} of the line. */
  record Token(Kind kind, int start, int end) {}

  /** Longer ones first. {@code =} is no operator; it is here to be named in an error. */
  private static final List<String> SYMBOLS =
      List.of(
          "||", "&&", "==", "!=", "<=", ">=", "->", "..", "<", ">", "=", "!", "&", "|", "~", "-",
          "(", ")", "{", "}", ",", ":");

  private final String line;
  private Token next;
  private int behind;

  Lexer(String line) {
    this.line = line;
    next = scan(0);
  }

  Token peek() {
    return next;
  }

  /** The next token; at the end, always {@link Kind#END}. */
  Token take() {
    Token token = next;
    behind = token.end();
    next = scan(token.end());
    return token;
  }

  /** Where the token that was taken last ends. */
  int behind() {
    return behind;
  }

  boolean at(String symbol) {
    return next.kind() == Kind.SYMBOL && is(next, symbol);
  }

  boolean atWord(String word) {
    return next.kind() == Kind.WORD && is(next, word);
  }

  boolean accept(String symbol) {
    if (!at(symbol)) {
      return false;
    }
    take();
    return true;
  }

  String text(Token token) {
    return line.substring(token.start(), token.end());
  }

  /** What follows the {@code #} of the line's comment, or "". Only after {@link Kind#END}. */
  String comment() {
    int hash = next.start();
    return hash < line.length() ? line.substring(hash + 1) : "";
  }

  private boolean is(Token token, String text) {
    return token.end() - token.start() == text.length() && line.startsWith(text, token.start());
  }

  private Token scan(int from) {
    int start = from;
    while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
      start++;
    }
    if (start == line.length() || line.charAt(start) == '#') {
      return new Token(Kind.END, start, start);
    }
    char c = line.charAt(start);
    if (isWordPart(c)) {
      int end = start + 1;
      while (end < line.length() && isWordPart(line.charAt(end))) {
        end++;
      }
      return new Token(c <= '9' ? Kind.NUMBER : Kind.WORD, start, end);
    }
    for (String symbol : SYMBOLS) {
      if (line.startsWith(symbol, start)) {
        return new Token(Kind.SYMBOL, start, start + symbol.length());
      }
    }
    return new Token(Kind.BAD, start, start + Character.charCount(line.codePointAt(start)));
  }

  private static boolean isWordPart(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  }
}
