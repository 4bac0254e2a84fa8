package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.symbols.Grammar;

/**
 * Splits the text between the parentheses of a call into its arguments, in one pass from left to
 * right that knows depth, strings, character literals, comments, decorations and the operator
 * {@code <<}. A comma counts at depth 0 only, and so does the parenthesis that ends the list.
 */
final class ArgumentScanner {
  /** More than any syscall prints: six registers, with room for a merged or invented one. */
  static final int SLOTS = 16;

  private static final byte PLAIN = 0;
  private static final byte QUOTE = 1;
  private static final byte APOSTROPHE = 2;
  private static final byte SLASH = 3;
  private static final byte LESS = 4;
  private static final byte OPEN = 5;
  private static final byte CLOSE = 6;
  private static final byte COMMA = 7;
  private static final byte[] CLASS = classes();

  /** Begin and end of each argument's text, without the blanks around it. */
  final int[] from = new int[SLOTS];

  final int[] to = new int[SLOTS];

  /** Arguments found, at most {@link #SLOTS}. */
  int count;

  /** The index after the closing parenthesis; the limit if there was none. */
  int end;

  /**
   * Scans from {@code at}, just behind the opening parenthesis. False if the list does not end
   * before {@code limit}: then the last argument is what was there, cut off.
   */
  boolean scan(byte[] b, int at, int limit) {
    count = 0;
    int start = at;
    int depth = 0;
    int i = at;
    while (true) {
      while (i < limit && CLASS[b[i] & 0xff] == PLAIN) {
        i++;
      }
      if (i >= limit) {
        return unclosed(b, start, limit);
      }
      switch (CLASS[b[i] & 0xff]) {
        case COMMA -> {
          if (depth == 0) {
            slot(b, start, i);
            start = i + 1;
          }
          i++;
        }
        case OPEN -> {
          depth++;
          i++;
        }
        case CLOSE -> {
          if (depth == 0) {
            if (b[i] != ')') {
              return unclosed(b, start, limit);
            }
            close(b, start, i);
            return true;
          }
          depth--;
          i++;
        }
        default -> {
          i = skip(b, at, i, limit);
          if (i < 0) {
            return unclosed(b, start, limit);
          }
        }
      }
    }
  }

  /** Forgets the last argument, which is cut off. */
  void dropLast() {
    count = Math.max(0, count - 1);
  }

  private static int skip(byte[] b, int begin, int at, int limit) {
    return switch (CLASS[b[at] & 0xff]) {
      case QUOTE -> Grammar.string(b, at, limit);
      case APOSTROPHE -> Grammar.character(b, at, limit);
      case SLASH -> Grammar.startsComment(b, at, limit) ? Grammar.comment(b, at, limit) : at + 1;
      default -> less(b, begin, at, limit);
    };
  }

  /** A shift, a decoration behind a number, AT_FDCWD or a comment, or a token such as <...>. */
  private static int less(byte[] b, int begin, int at, int limit) {
    if (!Grammar.startsDecoration(b, at, limit)) {
      return at + 2;
    }
    byte before = at > begin ? b[at - 1] : (byte) ' ';
    if (Ascii.isDigit(before) || before == 'D' || before == '/') {
      return Grammar.decoration(b, at, limit);
    }
    int i = at;
    while (i < limit && b[i] != '>') {
      i++;
    }
    return i < limit ? i + 1 : -1;
  }

  private boolean unclosed(byte[] b, int start, int limit) {
    slot(b, start, limit);
    end = limit;
    return false;
  }

  private void close(byte[] b, int start, int at) {
    slot(b, start, at);
    if (count == 1 && from[0] == to[0]) {
      count = 0;
    }
    end = at + 1;
  }

  private void slot(byte[] b, int start, int stop) {
    if (count == SLOTS) {
      return;
    }
    int first = Ascii.skipBlanks(b, start, stop);
    int last = stop;
    while (last > first && b[last - 1] == ' ') {
      last--;
    }
    from[count] = first;
    to[count] = last;
    count++;
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    classes['"'] = QUOTE;
    classes['\''] = APOSTROPHE;
    classes['/'] = SLASH;
    classes['<'] = LESS;
    classes['('] = OPEN;
    classes['['] = OPEN;
    classes['{'] = OPEN;
    classes[')'] = CLOSE;
    classes[']'] = CLOSE;
    classes['}'] = CLOSE;
    classes[','] = COMMA;
    return classes;
  }
}
