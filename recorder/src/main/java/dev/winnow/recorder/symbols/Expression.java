package dev.winnow.recorder.symbols;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the symbolic numbers that strace prints:
 *
 * <pre>
 * text    = or { " or " or }                 names of the same number; those that are known must agree
 * or      = [ shift ] { "|" shift }          strace 6.1 leaves out a first term that it has no name for
 * shift   = primary [ "&lt;&lt;" primary ]
 * primary = integer | offset | NAME | "!" NAME | "~" primary | "-" NAME | 'c' | MACRO "(" or { "," or } ")"
 * offset  = "8*" REGISTER [ "+" integer ]   in struct user of sys/user.h
 * </pre>
 *
 * Comments and decorations may follow any primary. Whatever does not fit is refused: a number is
 * right or it is not given.
 */
final class Expression {
  /** The longest text that is looked at; real ones have 300 bytes. It also bounds recursion. */
  static final int LONGEST = 1024;

  /** No constant has this value. */
  private static final long UNKNOWN = 0x8badf00d_8badf00dL;

  private static final byte[] NO_BYTES = {};
  private static final byte[] OR = Ascii.bytes(" or ");
  private static final byte[] SIGRT = Ascii.bytes("SIGRT_");
  private static final byte[] ANY_PTRACER = Ascii.bytes("PR_SET_PTRACER_ANY");

  /** {@code SIGRTMIN} of asm/signal.h; strace counts real-time signals from it. */
  private static final int SIGRTMIN = 32;

  private final Arch arch;
  private final Constants constants;
  private final Macros macros;
  private final IntegerText integer = new IntegerText();
  private byte[] b = NO_BYTES;
  private int at;
  private int limit;
  private boolean failed;

  /** Whether it failed for a constant that is not known. */
  private boolean missing;

  /** The value of the last text that was evaluated. */
  long value;

  /** Whether a part of it was negative, so that the upper half of the register is not known. */
  boolean negative;

  /** The first constant that is not known, or null. */
  @Nullable String unknown;

  Expression(Arch arch) {
    this.arch = arch;
    constants = Constants.of(arch);
    macros = new Macros(arch);
  }

  /** Evaluates {@code text[from, to)}; false if it is not understood. */
  boolean evaluate(byte[] text, int from, int to) {
    b = text;
    unknown = null;
    negative = false;
    if (to == from || to - from > LONGEST) {
      return false;
    }
    boolean known = false;
    int begin = from;
    while (true) {
      int or = Ascii.indexOf(b, begin, to, OR);
      long before = value;
      if (alternative(begin, or < 0 ? to : or)) {
        if (known && value != before) {
          return false;
        }
        known = true;
      } else if (missing) {
        value = before;
      } else {
        return false;
      }
      if (or < 0) {
        return known;
      }
      begin = or + OR.length;
    }
  }

  private boolean alternative(int from, int to) {
    at = from;
    limit = to;
    failed = false;
    missing = false;
    value = or();
    failed |= at != limit;
    return !failed;
  }

  private long or() {
    space();
    long v = at < limit && b[at] == '|' ? 0 : shift();
    while (!failed && at < limit && b[at] == '|') {
      at++;
      space();
      v |= shift();
    }
    return v;
  }

  private long shift() {
    long v = primary();
    if (at + 1 < limit && b[at] == '<' && b[at + 1] == '<') {
      at += 2;
      space();
      long by = primary();
      failed |= by < 0 || by > 63;
      v <<= by;
    }
    return v;
  }

  private long primary() {
    if (failed || at >= limit) {
      failed = true;
      return 0;
    }
    long v =
        switch (b[at]) {
          case '!' -> zero();
          case '~' -> not();
          case '\'' -> character();
          case '-' -> at + 1 < limit && Ascii.isUpper(b[at + 1]) ? minusName() : number();
          default -> Ascii.isDigit(b[at]) ? number() : name();
        };
    trailer();
    return v;
  }

  private long number() {
    if (!integer.read(b, at, limit)) {
      failed = true;
      return 0;
    }
    at = integer.end;
    if (at + 1 < limit && b[at] == '*' && Ascii.isUpper(b[at + 1])) {
      return userOffset(integer.value);
    }
    failed |= at < limit && Ascii.isNamePart(b[at]);
    negative |= integer.negative;
    return integer.value;
  }

  /** {@code 8*RAX+4}: where ptrace finds a register, and a byte of it, in struct user. */
  private long userOffset(long size) {
    int begin = ++at;
    at = Ascii.name(b, at, limit);
    int index = size == Long.BYTES ? Macros.userRegister(Ascii.text(b, begin, at)) : -1;
    if (index < 0) {
      fail(begin);
      return 0;
    }
    long offset = size * index;
    return at < limit && b[at] == '+' && ++at < limit ? offset + number() : offset;
  }

  /** {@code !NAME}: what strace prints for a zero whose name would mean the bit. */
  private long zero() {
    int begin = ++at;
    at = Ascii.name(b, at, limit);
    failed |= at == begin;
    return 0;
  }

  private long not() {
    at++;
    space();
    negative = true;
    return ~primary();
  }

  private long minusName() {
    at++;
    negative = true;
    return -name();
  }

  private long character() {
    int end = Grammar.character(b, at, limit);
    byte[] bytes = end < 0 ? NO_BYTES : Strings.unescape(b, at + 1, end - 1);
    failed |= bytes.length != 1;
    at = end < 0 ? limit : end;
    return failed ? 0 : bytes[0] & 0xff;
  }

  private long name() {
    int begin = at;
    at = Ascii.name(b, at, limit);
    if (at == begin) {
      failed = true;
      return 0;
    }
    return at < limit && b[at] == '(' ? macro(begin) : constant(begin);
  }

  private long constant(int begin) {
    long v = constants.value(b, begin, at, UNKNOWN);
    if (v != UNKNOWN) {
      if (RenumberedRequests.contains(arch, Ascii.text(b, begin, at))) {
        fail(begin);
        return 0;
      }
      negative |= v < 0 && !Ascii.startsWith(b, begin, at, ANY_PTRACER);
      return v;
    }
    if (Ascii.startsWith(b, begin, at, SIGRT)
        && integer.read(b, begin + SIGRT.length, at)
        && integer.end == at) {
      return SIGRTMIN + integer.value;
    }
    OptionalLong own = macros.constant(Ascii.text(b, begin, at));
    if (own.isEmpty()) {
      fail(begin);
    }
    return own.orElse(0);
  }

  private long macro(int begin) {
    String name = Ascii.text(b, begin, at);
    int opening = at;
    long[] arguments = new long[Macros.PARAMETERS];
    int count = 0;
    do {
      at++;
      failed |= count == arguments.length;
      if (failed) {
        return 0;
      }
      arguments[count++] = or();
    } while (!failed && at < limit && b[at] == ',');
    failed |= at >= limit || b[at] != ')';
    OptionalLong v = failed ? OptionalLong.empty() : macros.value(name, arguments, count);
    if (v.isEmpty()) {
      at = opening;
      fail(begin);
      return 0;
    }
    at++;
    negative |= v.getAsLong() < 0;
    return v.getAsLong();
  }

  private void fail(int begin) {
    failed = true;
    missing = true;
    if (unknown == null) {
      unknown = Ascii.text(b, begin, at);
    }
  }

  /** What may stand behind a primary: a decoration, {@code (deleted)} and comments. */
  private void trailer() {
    while (!failed) {
      space();
      if (Grammar.startsDecoration(b, at, limit)) {
        at = Decorated.afterDecoration(b, at, limit);
        failed |= at < 0;
        at = Math.max(at, 0);
      } else {
        securityContext();
        return;
      }
    }
  }

  /** {@code AT_FDCWD [user_u:user_r:user_t]} of {@code --secontext}. */
  private void securityContext() {
    if (at < limit && b[at] == '[' && b[at - 1] == ' ' && b[limit - 1] == ']') {
      at = limit;
    }
  }

  private void space() {
    while (at < limit) {
      if (b[at] == ' ') {
        at++;
      } else if (Grammar.startsComment(b, at, limit)) {
        int end = Grammar.comment(b, at, limit);
        failed |= end < 0;
        at = end < 0 ? limit : end;
      } else {
        return;
      }
    }
  }
}
