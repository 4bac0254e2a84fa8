package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event as people write it: {@code openat(AT_FDCWD, _, flags=O_RDWR|O_CREAT)}. Arguments
 * go by position or by name; {@code _} and arguments that are left out stay unknown. Constants are
 * those of the policy language, at the argument's effective width.
 */
public final class EventParser {
  private final Arch arch;
  private final LineReader line;

  private EventParser(Arch arch, LineReader line) {
    this.arch = arch;
    this.line = line;
  }

  /**
   * Reads one event.
   *
   * @param source what errors call the text
   * @throws PolicySyntaxException with a caret under what is wrong
   */
  public static SyscallEvent parse(String source, Arch arch, String text)
      throws PolicySyntaxException {
    String oneLine = text.replace('\n', ' ').replace('\r', ' ');
    Problems problems = new Problems(source, List.of(oneLine));
    SyscallEvent event = new SyscallEvent();
    try {
      new EventParser(arch, new LineReader(1, oneLine, problems)).event(event);
    } catch (LineReader.LineFault recorded) {
      problems.throwIfAny();
    }
    problems.throwIfAny();
    return event;
  }

  private void event(SyscallEvent event) throws LineReader.LineFault {
    Lexer.Token name = line.lexer().peek();
    if (name.kind() != Lexer.Kind.WORD) {
      throw line.unexpected("a syscall's name", "for example openat(AT_FDCWD, _, O_RDONLY)");
    }
    line.lexer().take();
    int number = number(name);
    Syscall syscall = SyscallTable.of(arch).byNumber(number);
    event.reset(arch, number, 0);
    int arity = syscall == null ? SyscallEvent.ARGUMENTS : syscall.arity();
    for (int i = 0; i < arity; i++) {
      event.setHidden(i);
    }
    String written = text(name);
    line.expect("(", "the arguments stand in parentheses: write " + written + "(1, _)");
    for (int position = 0; !line.lexer().accept(")"); position++) {
      if (position > 0) {
        line.expect(",", "arguments are separated by commas");
      }
      argument(event, syscall, position);
    }
    line.expectEnd(
        "the end of the event",
        line.lexer().at("=") ? "leave the result out" : "one event at a time");
  }

  /** The syscall as it stands there, with the number of {@code nr(N)}. */
  private String text(Lexer.Token name) {
    return line.text(new Lexer.Token(Lexer.Kind.WORD, name.start(), line.lexer().behind()));
  }

  private int number(Lexer.Token name) throws LineReader.LineFault {
    String text = line.text(name);
    if (text.equals("nr")) {
      line.expect("(", "a number is written nr(N)");
      Lexer.Token token = line.lexer().take();
      Long number = line.number(token);
      line.expect(")", "a number is written nr(N)");
      if (number != null && number >>> 32 != 0) {
        line.report(token, line.text(token) + " is not a syscall number", "it has 32 bits");
      }
      return number == null ? 0 : (int) (long) number;
    }
    String bare = text.startsWith("sys_") ? text.substring("sys_".length()) : text;
    Syscall syscall = SyscallTable.of(arch).byName(bare);
    if (syscall == null) {
      throw line.fail(
          name,
          "unknown syscall " + LineReader.quote(bare) + " on " + arch,
          Names.syscallsLike(arch, bare));
    }
    return syscall.number();
  }

  private void argument(SyscallEvent event, @Nullable Syscall syscall, int position)
      throws LineReader.LineFault {
    int index = position;
    Lexer.Token first = line.lexer().peek();
    String word = first.kind() == Lexer.Kind.WORD ? line.text(first) : "";
    int named = syscall == null || word.isEmpty() ? -1 : syscall.indexOf(word);
    if (named < 0) {
      named = Names.positional(word);
    }
    if (named >= 0) {
      line.lexer().take();
      line.expect("=", "a named argument is written " + word + "=VALUE");
      index = named;
      first = line.lexer().peek();
      word = first.kind() == Lexer.Kind.WORD ? line.text(first) : "";
    }
    if (index >= SyscallEvent.ARGUMENTS) {
      throw line.fail(first, "a syscall has at most six arguments", "leave the rest out");
    }
    if (syscall != null && named < 0 && index >= syscall.arity()) {
      throw line.fail(
          first,
          "%s has only %d arguments".formatted(syscall.name(), syscall.arity()),
          "registers beyond are written arg" + index + "=VALUE");
    }
    if (event.knowledge(index) == Knowledge.VALUE) {
      throw line.fail(first, "this argument was given before", "give each argument once");
    }
    if (word.equals("_") || line.text(first).equals("*")) {
      line.lexer().take();
      return;
    }
    if (first.kind() != Lexer.Kind.END && "\"'{[".contains(line.text(first).substring(0, 1))) {
      throw line.fail(
          first,
          "strings and structures lie behind pointers, which no filter can follow",
          "write _ for this argument");
    }
    int width = Names.effectiveWidth(arch, syscall, index);
    String label = Names.argument(syscall, index);
    event.setValue(
        index, new ConstantParser(line, arch).read(new ConstantParser.Target(label, width)));
  }
}
