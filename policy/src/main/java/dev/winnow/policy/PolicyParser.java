package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a policy line by line; a faulty line never hides the faults of the next. */
final class PolicyParser {
  private static final String VERSION = "winnow policy ";
  private static final List<String> SECTION_LINES =
      List.of("arch", "default", "unknown", "foreign", "on_next_syscall");

  private final List<String> lines;
  private final Problems problems;
  private final List<SectionDraft> drafts = new ArrayList<>();

  private final List<String> remarks = new ArrayList<>();

  /** Whether there were only comments so far. */
  private boolean inHead = true;

  /** What a patch is read for; null for a whole policy. */
  private final @Nullable Policy patched;

  private PolicyParser(String source, List<String> lines, @Nullable Policy patched) {
    this.lines = lines;
    this.problems = new Problems(source, lines);
    this.patched = patched;
  }

  static Policy parse(String source, String text) throws PolicySyntaxException {
    return new PolicyParser(source, linesOf(text), null).read();
  }

  static PolicyPatch parsePatch(String source, String text, Policy current)
      throws PolicySyntaxException {
    return new PolicyParser(source, linesOf(text), current).readPatch();
  }

  /** Lines without their ends; a byte order mark at the start is none of the text. */
  private static List<String> linesOf(String text) {
    List<String> lines = new ArrayList<>();
    int start = text.startsWith("\uFEFF") ? 1 : 0;
    while (start <= text.length()) {
      int newline = text.indexOf('\n', start);
      int next = newline < 0 ? text.length() : newline;
      boolean carriageReturn = next > start && text.charAt(next - 1) == '\r';
      lines.add(text.substring(start, carriageReturn ? next - 1 : next));
      start = next + 1;
    }
    return lines;
  }

  private PolicyPatch readPatch() throws PolicySyntaxException {
    readLines();
    new ForeignActions(problems).agreed(drafts);
    problems.throwIfAny();
    return new PolicyPatch(
        drafts.stream().map(SectionDraft::finishPatch).filter(Objects::nonNull).toList());
  }

  private void readLines() {
    for (int i = 0; i < lines.size(); i++) {
      LineReader line = new LineReader(i + 1, lines.get(i), problems);
      try {
        read(line);
      } catch (LineReader.LineFault recorded) {
        // The next line is read as if this one were right.
      }
    }
  }

  private Policy read() throws PolicySyntaxException {
    readLines();
    if (drafts.isEmpty()) {
      problems.add(1, 0, 0, "the file has no arch line", "a policy starts with \"arch x86_64\"");
    }
    Action foreign = new ForeignActions(problems).agreed(drafts);
    List<Section> sections = new ArrayList<>();
    for (SectionDraft draft : drafts) {
      Section section = draft.finish(foreign, problems);
      if (section != null) {
        sections.add(section);
      }
    }
    problems.throwIfAny();
    return new Policy(sections, remarks);
  }

  private void read(LineReader line) throws LineReader.LineFault {
    Lexer.Token first = line.lexer().peek();
    if (first.kind() == Lexer.Kind.END) {
      comment(line, line.comment());
      return;
    }
    inHead = false;
    String word = first.kind() == Lexer.Kind.WORD ? line.text(first) : "";
    if (word.startsWith("sys_") || word.equals("nr")) {
      rule(line);
    } else if (SECTION_LINES.contains(word)) {
      line.lexer().take();
      sectionLine(line, word, first);
      line.expectEnd("the end of the line", "every line says one thing");
      line.comment();
    } else {
      throw unknownLine(line, first, word);
    }
  }

  private LineReader.LineFault unknownLine(LineReader line, Lexer.Token first, String word) {
    String near = word.isEmpty() ? null : Spelling.nearest(word, SECTION_LINES);
    String remedy =
        near == null
            ? "a rule such as \"sys_read: 1\", or one of arch, default, unknown, foreign,"
                + " on_next_syscall"
            : "did you mean " + near + "?";
    if (SyscallTable.of(Arch.X86_64).byName(word) != null) {
      remedy = "syscalls are written with sys_: sys_" + word + ": …";
    }
    return line.fail(first, "a line cannot start with " + line.describe(first), remedy);
  }

  private void comment(LineReader line, String comment) {
    String version = versionOf(comment);
    if (version == null) {
      if (inHead) {
        remarks.add(comment);
      }
    } else if (!version.equals("1")) {
      line.report(
          line.lexer().peek(),
          "this is a policy of version " + version,
          "this winnow reads version 1");
    }
  }

  /** The N of a comment of the form "winnow policy N", which alone says the version; else null. */
  static @Nullable String versionOf(String comment) {
    if (!comment.startsWith(VERSION)) {
      return null;
    }
    String version = comment.substring(VERSION.length()).strip();
    boolean number = !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? version : null;
  }

  private void sectionLine(LineReader line, String word, Lexer.Token first)
      throws LineReader.LineFault {
    if (word.equals("arch")) {
      arch(line);
      return;
    }
    SectionDraft section = section(line, first);
    if (word.equals("on_next_syscall")) {
      line.expect(":", "write \"on_next_syscall: 1\"");
      boolean next = bit(line);
      Section current =
          patched == null || section.arch() == null ? null : patched.section(section.arch());
      if (next && current != null && !current.onNextSyscall()) {
        line.report(
            first,
            "an update cannot turn on_next_syscall on: the launcher's execve would be unfiltered",
            "an update may only give up rights");
      }
      section.onNextSyscall(line, first, next);
      return;
    }
    if (line.lexer().at(":")) {
      throw line.unexpected("an action", "write \"" + word + " errno(EPERM)\", without a colon");
    }
    Action action = ActionParser.read(line);
    switch (word) {
      case "default" -> section.defaultAction(line, first, action);
      case "unknown" -> section.unknown(line, first, action);
      default -> section.foreign(line, first, action);
    }
  }

  private static boolean bit(LineReader line) throws LineReader.LineFault {
    Lexer.Token token = line.lexer().peek();
    String text = line.text(token);
    if (token.kind() != Lexer.Kind.NUMBER || !(text.equals("0") || text.equals("1"))) {
      throw line.unexpected("0 or 1", "1: the filter starts after the launcher's execve");
    }
    line.lexer().take();
    return text.equals("1");
  }

  private void arch(LineReader line) throws LineReader.LineFault {
    Lexer.Token token = line.lexer().peek();
    if (token.kind() != Lexer.Kind.WORD) {
      throw line.unexpected("an architecture", "such as x86_64");
    }
    Lexer.Token last = line.lexer().take();
    while (line.lexer().peek().kind() != Lexer.Kind.END) {
      last = line.lexer().take();
    }
    // The whole rest of the line, so that "x86-64" is shown as one word.
    Lexer.Token whole = new Lexer.Token(Lexer.Kind.WORD, token.start(), last.end());
    String label = line.text(whole);
    Arch arch = Arch.ofLabel(label);
    if (arch == null) {
      List<String> known = Arrays.stream(Arch.values()).map(Arch::label).toList();
      String near = Spelling.nearest(label, known);
      line.report(
          whole,
          "unknown architecture " + LineReader.quote(label),
          (near == null ? "" : "did you mean " + near + "? ")
              + "winnow knows "
              + String.join(", ", known));
    }
    for (SectionDraft draft : drafts) {
      if (arch != null && draft.arch() == arch) {
        line.report(
            token,
            "a second section for %s; the first is at line %d".formatted(arch, draft.line()),
            "put all rules of an architecture into one section");
      }
    }
    if (arch != null && patched != null && patched.section(arch) == null) {
      line.report(
          whole,
          "the policy has no section for " + arch,
          "an update changes sections that are there: " + sections(patched));
    }
    drafts.add(new SectionDraft(arch, line.number(), whole));
  }

  private static String sections(Policy policy) {
    return policy.sections().stream()
        .map(section -> section.arch().label())
        .collect(Collectors.joining(", "));
  }

  /** The section that a line belongs to; without one, the fault is recorded once. */
  private SectionDraft section(LineReader line, Lexer.Token first) {
    if (drafts.isEmpty() && patched != null && patched.sections().size() == 1) {
      Arch only = patched.sections().getFirst().arch();
      drafts.add(new SectionDraft(only, line.number(), first));
    } else if (drafts.isEmpty()) {
      line.report(
          first,
          "%s stands before any arch line".formatted(line.describe(first)),
          patched == null
              ? "write \"arch x86_64\" above it"
              : "write above it which section it is about: arch " + sections(patched));
      drafts.add(new SectionDraft(null, line.number(), first));
    }
    return drafts.getLast();
  }

  /** {@code ("sys_"NAME | "nr("NUM")") ":" or ["->" ACTION]}. */
  private void rule(LineReader line) throws LineReader.LineFault {
    Lexer.Token first = line.lexer().take();
    SectionDraft section = section(line, first);
    Integer number =
        line.text(first).equals("nr") ? number(line, section) : named(line, section, first);
    Arch arch = section.arch();
    Lexer.Token subject = new Lexer.Token(Lexer.Kind.WORD, first.start(), line.lexer().behind());
    line.expect(":", "write \"" + line.text(subject) + ": CONDITION\"");
    // An unknown syscall is reported once: its arguments are not held against it.
    ExprParser expression =
        arch == null || number == null
            ? new ExprParser(line, null, null)
            : new ExprParser(line, arch, SyscallTable.of(arch).byNumber(number));
    Expr condition = expression.read();
    Action action = Action.ALLOW;
    if (line.lexer().accept("->")) {
      action = ActionParser.read(line);
      line.expectEnd("the end of the line", "a rule takes one action");
    }
    line.expectEnd("&&, ||, -> or the end of the line", remedyBehind(line));
    String comment = line.comment();
    if (number != null) {
      section.rule(line, first, new Rule(number, condition, action, comment));
    }
  }

  /** What to do about something that cannot stand behind a condition. */
  private static String remedyBehind(LineReader line) {
    Lexer.Token token = line.lexer().peek();
    if (token.kind() == Lexer.Kind.END) {
      return "";
    }
    if (token.kind() == Lexer.Kind.BAD) {
      return "remove it";
    }
    return switch (line.text(token)) {
      case "&", "|" -> "conditions are joined by \"&&\" and \"||\"";
      case "and" -> "write \"&&\"";
      case "or" -> "write \"||\"";
      case ")" -> "no \"(\" belongs to it";
      case "==", "!=", "<", "<=", ">", ">=", "in" ->
          "only an argument, masked or not, can be compared";
      default -> "comparisons are ==, !=, <, <=, >, >= and in";
    };
  }

  private @Nullable Integer named(LineReader line, SectionDraft section, Lexer.Token token) {
    String name = line.text(token).substring("sys_".length());
    Arch arch = section.arch();
    if (arch == null) {
      return null;
    }
    Syscall syscall = SyscallTable.of(arch).byName(name);
    if (syscall == null) {
      line.report(
          token,
          "%s has no syscall %s".formatted(arch, LineReader.quote(name)),
          Names.syscallsLike(arch, name));
      return null;
    }
    return syscall.number();
  }

  private @Nullable Integer number(LineReader line, SectionDraft section)
      throws LineReader.LineFault {
    line.expect("(", "write \"nr(500): 1\"");
    Lexer.Token token = line.lexer().peek();
    if (token.kind() != Lexer.Kind.NUMBER) {
      throw line.unexpected("a syscall number", "write \"nr(500): 1\"");
    }
    Long value = line.number(line.lexer().take());
    line.expect(")", "write \"nr(500): 1\"");
    Arch arch = section.arch();
    if (value == null || arch == null) {
      return null;
    }
    if ((value >>> 32) != 0 || !Section.owns(arch, value.intValue())) {
      line.report(
          token,
          "%s is not a number of %s".formatted(line.text(token), arch),
          switch (arch) {
            case X86_64 -> "its numbers are below 0x40000000";
            case X32 -> "x32 numbers include bit 30: 0x40000000 to 0x7fffffff";
            default -> "numbers have 32 bits";
          });
      return null;
    }
    return value.intValue();
  }
}
