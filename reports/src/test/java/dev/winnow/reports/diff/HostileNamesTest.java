package dev.winnow.reports.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.traces.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of files and of started programs come from whoever was recorded. */
class HostileNamesTest {
  private static List<String> names() {
    return List.of(
        "/bin/<img src=x onerror=alert(1)>",
        "/bin/'\"><script>alert(1)</script>",
        "/bin/\u001b[2J\u009b31m\u0007\r\n### injected",
        "/bin/\u202egpj.exe\u2066\u200b",
        "/bin/`code` ``more`` | cell | <!-- @everyone #1 [x](javascript:alert(1)) ![y](//evil)",
        "/bin/[link](https://evil.example) {0} {1}",
        "/bin/%00%0a:?#&../../..",
        "/bin/\ud800 lone",
        "/" + "x".repeat(1 << 20));
  }

  private static Diff diff(String name) throws Exception {
    Evidence old = Compared.runs("a", 5, i -> List.of("!/bin/app", "read(3, _, 100)"));
    Evidence now =
        Compared.runs("b", 5, i -> List.of("!/bin/app", "read(3, _, 100)", "!" + name, "sync()"));
    return EvidenceDiff.between(
        new Side(name, Side.Kind.EVIDENCE, 5), old, new Side(name, Side.Kind.EVIDENCE, 5), now);
  }

  /** With a name that is harmless and as long as what is shown of the others at most. */
  private static Diff plain() throws Exception {
    return diff("/bin/plain");
  }

  private static boolean printable(String text) {
    return text.codePoints()
        .allMatch(c ->
            c == '\n'
                || !(Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theTerminalShowsOneLineOfPrintingCharacters(String name) throws Exception {
    String text = DiffToText.text(diff(name));
    assertTrue(printable(text), text);
    assertEquals(DiffToText.text(plain()).lines().count(), text.lines().count(), text);
    assertTrue(text.length() < 3_000, text.length() + " characters");
  }

  @ParameterizedTest
  @MethodSource("names")
  void markdownHasNamesInCodeSpansOnly(String name) throws Exception {
    String text = DiffToMarkdown.markdown(diff(name));
    assertTrue(printable(text), text);
    assertEquals(DiffToMarkdown.markdown(plain()).lines().count(), text.lines().count(), text);
    String outside = withoutCode(text);
    for (String markup : List.of("<img", "<script", "<!--", "](", "@everyone", "evil")) {
      assertFalse(outside.contains(markup), outside);
    }
    assertTrue(text.length() < 4_000, text.length() + " characters");
  }

  /** What is left if code spans are taken out as CommonMark has them: equal runs of backticks. */
  private static String withoutCode(String text) {
    StringBuilder outside = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int run = run(text, at);
      int close = run == 0 ? -1 : closing(text, at + run, run);
      if (close >= 0) {
        at = close;
      } else {
        outside.append(text, at, at + Math.max(run, 1));
        at += Math.max(run, 1);
      }
    }
    return outside.toString();
  }

  private static int run(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == '`') {
      end++;
    }
    return end - from;
  }

  private static int closing(String text, int from, int length) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n') {
      int run = run(text, at);
      if (run == length) {
        return at + run;
      }
      at += Math.max(run, 1);
    }
    return -1;
  }

  @ParameterizedTest
  @MethodSource("names")
  void sarifStaysValidAndItsMessagesPlain(String name) throws Exception {
    ObjectNode sarif = DiffToSarif.sarif(diff(name), RuleLines.NONE, "1");
    assertEquals("[]", DiffFormatsTest.schema().validate(sarif).toString());
    String text = sarif.toPrettyString();
    assertTrue(printable(text), text);
    assertTrue(text.length() < 12_000, text.length() + " characters");
    for (var result : sarif.at("/runs/0/results")) {
      String message = result.at("/message/text").asText();
      assertFalse(message.matches("(?s).*(?<!\\\\)\\[.*"), message);
      assertFalse(message.matches("(?s).*(?<!\\{)\\{[0-9].*"), message);
      String uri = result.at("/locations/0/physicalLocation/artifactLocation/uri").asText();
      assertTrue(uri.matches("(file://)?[A-Za-z0-9._~/%-]*"), uri);
    }
  }

  @Test
  void everyNameIsRecognisableAllTheSame() throws Exception {
    String text = DiffToText.text(diff("/bin/\u001b[2Jpwned"));
    assertTrue(text.contains("/bin/\\x1b[2Jpwned"), text);
  }
}
