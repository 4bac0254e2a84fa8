package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The grammar of strace's lines and arguments as tables, in strace-*.txt. Running this class's main
 * method rewrites the expectations; look at the difference.
 */
class StraceLinesTest {
  private static final List<Path> FILES =
      List.of(
          Path.of("src/test/resources/dev/winnow/recorder/strace/strace-lines.txt"),
          Path.of("src/test/resources/dev/winnow/recorder/strace/strace-arguments.txt"));

  /** One case of the file. */
  record Case(String name, List<String> input, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }

    byte[] log() {
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      for (String line : input) {
        boolean cut = line.startsWith("<!");
        String text = line.length() < 2 ? "" : line.substring(2);
        text = cut && text.startsWith(" ") ? text.substring(1) : text;
        text = text.replace('\u241b', '\u001b').replace('\u240d', '\r').replace('\u2400', '\0');
        log.writeBytes((cut ? text : text + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return log.toByteArray();
    }

    List<String> actual() {
      Reading reading = Reading.of(log());
      List<String> actual = new ArrayList<>(reading.events);
      actual.addAll(reading.notes);
      actual.add(reading.accountText());
      return actual;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lineGivesEventsAndAccount(Case one) {
    assertEquals(String.join("\n", one.expected), String.join("\n", one.actual()));
  }

  /** Rewrites the expectations; to be run in the module's directory. */
  public static void main(String[] args) throws IOException {
    for (Path file : FILES) {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("## ")) {
          break;
        }
        lines.add(line);
      }
      for (Case one : cases(file)) {
        lines.add("## " + one.name);
        lines.addAll(one.input);
        one.actual().forEach(line -> lines.add("> " + line));
        lines.add("");
      }
      lines.removeLast();
      Files.write(file, lines);
    }
  }

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path file : FILES) {
      cases.addAll(cases(file));
    }
    return cases.stream();
  }

  private static List<Case> cases(Path file) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("## ")) {
        cases.add(new Case(line.substring(3), new ArrayList<>(), new ArrayList<>()));
      } else if (line.startsWith("<")) {
        cases.getLast().input.add(line);
      } else if (line.startsWith("> ")) {
        cases.getLast().expected.add(line.substring(2));
      }
    }
    return cases;
  }
}
