package dev.winnow.learner;

import static java.util.stream.Collectors.joining;

import dev.winnow.policy.PolicyError;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a template's text and reports every fault in it. */
final class TemplateParser {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final String VERSION = "# winnow template ";

  private final String source;
  private final List<String> faults = new ArrayList<>();
  private final Map<Kind, Level> levels = new EnumMap<>(Kind.class);
  private final TreeMap<ArgumentName, Level> arguments = new TreeMap<>();
  private final TreeSet<ArgumentName> splits = new TreeSet<>();
  private String line = "";
  private int number;

  private record Word(String text, int column) {}

  TemplateParser(String source) {
    this.source = source;
  }

  Template parse(String text) throws TemplateSyntaxException {
    for (String next : text.split("\\R", -1)) {
      line = next;
      number++;
      if (line.startsWith(VERSION) && !line.strip().equals(VERSION + "1")) {
        fault(new Word(line, 1), "this version of winnow reads version 1", "update winnow");
      }
      List<Word> words = words();
      if (!words.isEmpty()) {
        statement(words);
      }
    }
    if (!faults.isEmpty()) {
      throw new TemplateSyntaxException(String.join("\n", faults));
    }
    return new Template(source, levels, arguments, splits);
  }

  private List<Word> words() {
    int comment = line.indexOf('#');
    Matcher matcher = WORD.matcher(comment < 0 ? line : line.substring(0, comment));
    List<Word> words = new ArrayList<>();
    while (matcher.find()) {
      words.add(new Word(matcher.group(), matcher.start() + 1));
    }
    return words;
  }

  private void statement(List<Word> words) {
    Word first = words.getFirst();
    if (words.size() != 2) {
      Word at = words.size() < 2 ? first : words.get(2);
      fault(
          at,
          words.size() < 2
              ? "'" + first.text + "' stands alone"
              : "'" + at.text + "' is one word too many",
          "write KIND LEVEL, SYSCALL.ARGUMENT LEVEL, or split SYSCALL.ARGUMENT");
      return;
    }
    Word second = words.get(1);
    if (first.text.equals("split")) {
      split(second);
      return;
    }
    Level level = Level.labelled(second.text);
    if (level == null) {
      fault(
          second,
          "'" + second.text + "' is no level",
          "expected one of "
              + Arrays.stream(Level.values()).map(Level::label).collect(joining(", ")));
    }
    if (first.text.contains(".")) {
      ArgumentName name = argument(first);
      if (name != null && level != null && arguments.put(name, level) != null) {
        fault(first, name + " has a level already", "keep one of the lines");
      }
    } else {
      Kind kind = kind(first);
      if (kind != null && level != null && levels.put(kind, level) != null) {
        fault(first, "'" + first.text + "' has a level already", "keep one of the lines");
      }
    }
  }

  private void split(Word word) {
    ArgumentName name = argument(word);
    if (name == null) {
      return;
    }
    for (ArgumentName other : splits) {
      if (other.syscall().equals(name.syscall()) && other.arch().equals(name.arch())) {
        fault(word, name.syscall() + " is split already", "one argument splits a syscall");
        return;
      }
    }
    splits.add(name);
  }

  private @Nullable Kind kind(Word word) {
    for (Kind kind : Kind.values()) {
      if (label(kind).equals(word.text) && kind != Kind.POINTER) {
        return kind;
      }
    }
    String kinds =
        Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.POINTER)
            .map(TemplateParser::label)
            .collect(joining(", "));
    fault(
        word,
        word.text.equals("pointer")
            ? "pointers are never constrained"
            : "'" + word.text + "' is no kind of argument",
        "expected one of " + kinds + ", or SYSCALL.ARGUMENT");
    return null;
  }

  private @Nullable ArgumentName argument(Word word) {
    int colon = word.text.indexOf(':');
    String arch = colon < 0 ? "" : word.text.substring(0, colon);
    if (colon >= 0 && Arch.ofLabel(arch) == null) {
      fault(
          new Word(arch, word.column),
          "'" + arch + "' is no architecture",
          "expected one of "
              + Arrays.stream(Arch.values()).map(Arch::label).collect(joining(", ")));
      return null;
    }
    String rest = word.text.substring(colon + 1);
    int dot = rest.indexOf('.');
    String syscall = dot < 0 ? rest : rest.substring(0, dot);
    String argument = dot < 0 ? "" : rest.substring(dot + 1);
    Syscall known = null;
    for (Arch candidate : Arch.values()) {
      if (known == null && (arch.isEmpty() || candidate.label().equals(arch))) {
        known = SyscallTable.of(candidate).byName(syscall);
      }
    }
    if (known == null) {
      fault(
          new Word(syscall, word.column + colon + 1),
          "'" + syscall + "' is no syscall" + (arch.isEmpty() ? "" : " of " + arch),
          "write its name as in strace, without sys_");
      return null;
    }
    int index = known.indexOf(argument);
    if (index < 0 || known.arguments().get(index).kind() == Kind.POINTER) {
      fault(
          new Word(argument.isEmpty() ? rest : argument, word.column + colon + 1 + dot + 1),
          index < 0
              ? syscall + " has no argument '" + argument + "'"
              : argument + " is a pointer, and these are never constrained",
          "its arguments are "
              + known.arguments().stream()
                  .filter(a -> a.kind() != Kind.POINTER)
                  .map(a -> a.name())
                  .collect(joining(", ")));
      return null;
    }
    return new ArgumentName(arch, syscall, known.arguments().get(index).name());
  }

  private void fault(Word at, String message, String remedy) {
    int length = Math.max(1, at.text.length());
    faults.add(new PolicyError(source, number, at.column, length, message, remedy).render(line));
  }

  /** A kind as templates write it. */
  static String label(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
