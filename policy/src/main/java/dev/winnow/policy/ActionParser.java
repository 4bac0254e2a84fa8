package dev.winnow.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and prints actions: {@code allow}, {@code errno(EPERM)}, {@code trace(7)} … */
final class ActionParser {
  private static final String ALL =
      "actions are allow, log, errno(NAME), trap, trace(N), user_notif, kill_thread, kill_process";

  private ActionParser() {}

  static String print(Action action) {
    return switch (action.kind()) {
      case ERRNO -> {
        String name = Errno.nameOf(action.data());
        yield "errno(" + (name == null ? Integer.toString(action.data()) : name) + ")";
      }
      case TRACE -> "trace(" + action.data() + ")";
      default -> action.kind().label();
    };
  }

  static Action read(LineReader line) throws LineReader.LineFault {
    if (line.lexer().peek().kind() != Lexer.Kind.WORD) {
      throw line.unexpected("an action", ALL);
    }
    Lexer.Token word = line.lexer().take();
    Action.Kind kind = kindOf(line.text(word));
    if (kind == null) {
      String near = meant(line.text(word));
      String remedy = near == null ? ALL : "did you mean " + near + "? " + ALL;
      throw line.fail(word, LineReader.quote(line.text(word)) + " is not an action", remedy);
    }
    return switch (kind) {
      case ERRNO -> new Action(kind, data(line, kind, Errno.MOST));
      case TRACE -> new Action(kind, data(line, kind, 0xffff));
      default -> new Action(kind, 0);
    };
  }

  private static Action.@Nullable Kind kindOf(String label) {
    for (Action.Kind kind : Action.Kind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable String meant(String word) {
    return switch (word) {
      case "kill" -> "kill_process";
      case "deny", "block" -> "errno(EPERM)";
      case "notify" -> "user_notif";
      default -> Spelling.nearest(word, labels());
    };
  }

  private static List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (Action.Kind kind : Action.Kind.values()) {
      labels.add(kind.label());
    }
    return labels;
  }

  /**
   * {@code (N)}, or {@code (NAME)} for an errno; 0 with the fault recorded if it is out of range.
   */
  private static int data(LineReader line, Action.Kind kind, int most) throws LineReader.LineFault {
    boolean errno = kind == Action.Kind.ERRNO;
    String example = errno ? "errno(EPERM)" : "trace(1)";
    line.expect("(", "write a number, as in " + example);
    Lexer.Token token = line.lexer().peek();
    int data = 0;
    if (token.kind() == Lexer.Kind.NUMBER) {
      Long value = line.number(line.lexer().take());
      if (value != null && Long.compareUnsigned(value, most) > 0) {
        String found = Long.toUnsignedString(value);
        line.report(token, found + " is not in 0.." + most, limit(errno));
      } else if (value != null) {
        data = value.intValue();
      }
    } else if (errno && token.kind() == Lexer.Kind.WORD) {
      data = errnoNamed(line, line.lexer().take());
    } else {
      throw line.unexpected("a number", "as in " + example);
    }
    line.expect(")", "as in " + example);
    return data;
  }

  private static String limit(boolean errno) {
    return errno
        ? "the kernel knows no errno above 4095; errno(0) skips the call and reports success"
        : "a tracer is told 16 bits";
  }

  private static int errnoNamed(LineReader line, Lexer.Token token) {
    String name = line.text(token);
    Integer number = Errno.numberOf(name);
    if (number == null) {
      String near = Spelling.nearest(name, Errno.names());
      String remedy = near == null ? "write its number" : "did you mean " + near + "?";
      line.report(token, "unknown errno " + LineReader.quote(name), remedy);
      return 0;
    }
    return number;
  }
}
