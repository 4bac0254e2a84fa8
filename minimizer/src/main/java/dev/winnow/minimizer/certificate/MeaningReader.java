package dev.winnow.minimizer.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@link Meaning#toString} writes. */
final class MeaningReader {
  /** Deeper than any policy's conditions, and shallow enough for the stack. */
  private static final int DEEPEST = 200;

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(0x[0-9a-f]{1,8}|[a-z][a-z0-9.]*|&&|\\|\\||\\.\\.|[&(){},]|$)");

  private final String text;
  private final Matcher matcher;
  private String token = "";
  private int column;
  private int depth;

  private MeaningReader(String text) {
    this.text = text;
    matcher = TOKEN.matcher(text);
  }

  /**
   * @throws CertificateException if the text is no meaning; with the column
   */
  static Meaning read(String text) throws CertificateException {
    MeaningReader reader = new MeaningReader(text);
    reader.next();
    Meaning meaning = reader.meaning();
    if (!reader.token.isEmpty()) {
      throw reader.expected("nothing more");
    }
    return meaning;
  }

  private Meaning meaning() throws CertificateException {
    List<Meaning.Case> cases = new ArrayList<>();
    while (token.equals("if")) {
      next();
      Formula when = any();
      require("then");
      cases.add(new Meaning.Case(when, (int) number()));
      require("else");
    }
    return Meaning.of(cases, (int) number());
  }

  private Formula any() throws CertificateException {
    List<Formula> parts = new ArrayList<>(List.of(all()));
    while (accept("||")) {
      parts.add(all());
    }
    return Formula.any(parts);
  }

  private Formula all() throws CertificateException {
    List<Formula> parts = new ArrayList<>(List.of(one()));
    while (accept("&&")) {
      parts.add(one());
    }
    return Formula.all(parts);
  }

  private Formula one() throws CertificateException {
    if (!accept("(")) {
      return test();
    }
    depth++;
    if (depth > DEEPEST) {
      throw expected("fewer parentheses within each other");
    }
    Formula inner = any();
    require(")");
    depth--;
    return inner;
  }

  private Formula test() throws CertificateException {
    int word = Words.named(token);
    if (word < 0) {
      throw expected("a word such as nr or arg1.low");
    }
    next();
    int mask = accept("&") ? (int) number() : -1;
    require("in");
    require("{");
    List<Span> spans = new ArrayList<>();
    do {
      spans.add(span());
    } while (accept(","));
    require("}");
    return WordTest.of(word, mask, spans);
  }

  private Span span() throws CertificateException {
    long low = number();
    long high = accept("..") ? number() : low;
    if (low > high) {
      throw expected("a range that is not empty before this");
    }
    return new Span(low, high);
  }

  private long number() throws CertificateException {
    if (!token.startsWith("0x")) {
      throw expected("a hexadecimal number");
    }
    long number = Long.parseLong(token.substring(2), 16);
    next();
    return number;
  }

  private boolean accept(String expected) throws CertificateException {
    boolean there = token.equals(expected);
    if (there) {
      next();
    }
    return there;
  }

  private void require(String expected) throws CertificateException {
    if (!accept(expected)) {
      throw expected("\"" + expected + "\"");
    }
  }

  private void next() throws CertificateException {
    if (!matcher.lookingAt()) {
      column = matcher.regionStart() + 1;
      token = "";
      throw new CertificateException(
          "column %d: no word of this language: %s".formatted(column, excerpt()));
    }
    token = matcher.group(1);
    column = matcher.start(1) + 1;
    matcher.region(matcher.end(), text.length());
  }

  private CertificateException expected(String what) {
    String found = token.isEmpty() ? "the end" : token;
    return new CertificateException(
        "column %d: expected %s, found %s".formatted(column, what, found));
  }

  private String excerpt() {
    return text.substring(column - 1, Math.min(text.length(), column + 19));
  }
}
