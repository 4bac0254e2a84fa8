package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final Set<String> VOID = Set.of("meta", "input", "br", "rect");
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?: [a-z-]+(?:=\"[^\"<>]*\")?)*)(/?)>");

  private static String page(Evidence evidence, Policy policy) {
    return HtmlReport.of(
        Report.of("demo", evidence, policy, Optional.empty(), Optional.of(Demo.program())));
  }

  private static String hostile() throws Exception {
    return HtmlReport.of(
        Report.of(
            Hostile.TEXT, Hostile.evidence(), Demo.policy(), Optional.empty(), Optional.empty()));
  }

  private static String inner(String page, String tag) {
    return page.substring(
        page.indexOf("<" + tag + ">") + tag.length() + 2, page.indexOf("</" + tag + ">"));
  }

  private static List<String> pictures(String page) {
    return Pattern.compile("<svg [^>]*class=\"chart\".*?</svg>", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** The markup alone: style, script and pictures cut out. */
  private static String markup(String page) {
    String markup = page.replace(inner(page, "style"), "").replace(inner(page, "script"), "");
    for (String picture : pictures(page)) {
      markup = markup.replace(picture, "");
    }
    return markup;
  }

  /** Every {@code <} starts a tag of ours, and tags close in the order in which they opened. */
  private static void assertWellFormed(String page) {
    String markup = markup(page).substring("<!DOCTYPE html>".length());
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(markup);
    int from = 0;
    while (tag.find()) {
      String between = markup.substring(from, tag.start());
      assertFalse(between.contains("<") || between.contains(">"), between);
      from = tag.end();
      String name = tag.group(2);
      if (!tag.group(1).isEmpty()) {
        assertEquals(open.isEmpty() ? "" : open.pop(), name);
      } else if (!VOID.contains(name)) {
        open.push(name);
      }
    }
    assertEquals(List.of(), List.copyOf(open));
    assertTrue(markup.substring(from).isBlank());
  }

  @Test
  void theVerdictComesFirst() throws Exception {
    assertTrue(
        page(Demo.runs(5), Demo.narrow())
            .contains(
                "<h2 id=\"verdict\" tabindex=\"-1\">The policy denies 4 of 18,941 recorded events</h2>"));
    assertTrue(
        page(Demo.runs(5), Demo.policy())
            .contains(
                "<h2 id=\"verdict\" tabindex=\"-1\">The policy allows every recorded event</h2>"));
    assertTrue(hostile().contains("<section class=\"verdict bad\""));
  }

  @Test
  void tagsNestAndClose() throws Exception {
    assertWellFormed(page(Demo.runs(5), Demo.narrow()));
    assertWellFormed(page(Demo.runs(1), Demo.policy()));
    assertWellFormed(page(Evidence.NONE, Demo.policy()));
    assertWellFormed(HtmlReport.of(Demo.full()));
    assertWellFormed(hostile());
  }

  @Test
  void nothingFromATraceBecomesMarkup() throws Exception {
    String page = hostile();
    assertFalse(page.contains(Hostile.SCRIPT));
    assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertEquals(1, page.split("<script", -1).length - 1);
    assertFalse(markup(page).contains("<img src=x"));
    for (String raw : List.of("\u001b", "\u202e", "\u2066", "\u009b", "\r")) {
      assertFalse(page.contains(raw));
    }
    assertTrue(page.contains("\\u{202e}gpj.exe"));
    assertTrue(page.length() < 400_000, "a megabyte of text was not cut: " + page.length());
  }

  @Test
  void thePageNeedsNothingElse() throws Exception {
    String page = HtmlReport.of(Demo.full());
    Matcher reference = Pattern.compile("(?:src|srcset|href)=\"([^\"]*)\"").matcher(page);
    while (reference.find()) {
      assertTrue(reference.group(1).startsWith("#"), reference.group());
    }
    String elsewhere = page.replace("http://www.w3.org/", "");
    assertFalse(elsewhere.contains("http:") || elsewhere.contains("https:"), "a name of a host");
  }

  @Test
  void thePolicyOfThePageNamesItsStyleAndScriptByHash() throws Exception {
    String page = page(Demo.runs(1), Demo.policy());
    for (String tag : List.of("style", "script")) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(inner(page, tag).getBytes(StandardCharsets.UTF_8));
      String hash = Base64.getEncoder().encodeToString(digest);
      String expected = "%s-src &#39;sha256-%s&#39;".formatted(tag, hash);
      assertTrue(page.contains(expected), expected);
    }
    assertFalse(markup(page).contains(" style=\""), "inline styles are blocked");
    assertFalse(Pattern.compile(" on[a-z]+=\"").matcher(page).find(), "handlers are blocked");
  }

  @Test
  void everyPictureHasATextAndIsXmlWithIdsOfItsOwn() throws Exception {
    List<String> pictures = pictures(HtmlReport.of(Demo.full()));
    // Of twelve charts two need more runs that differ, and one a server.
    assertEquals(9, pictures.size());
    Set<String> ids = new HashSet<>();
    for (String picture : pictures) {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(picture)));
      assertTrue(document.getDocumentElement().getAttribute("aria-label").startsWith("Chart: "));
      Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(picture);
      while (id.find()) {
        assertTrue(ids.add(id.group(1)), id.group());
      }
    }
  }

  /** Colours are by attribute: a page that follows its theme knows all of them. */
  @Test
  void everyColourOfAPictureHasAThemedRule() throws Exception {
    String page = HtmlReport.of(Demo.full());
    String style = inner(page, "style");
    for (String picture : pictures(page)) {
      Matcher paint =
          Pattern.compile("(?:fill|stroke)=\"(?:rgb\\([0-9,]+\\)|[a-z]+)\"").matcher(picture);
      while (paint.find()) {
        if (!paint.group().contains("\"none\"") && !paint.group().contains("\"black\"")) {
          assertTrue(style.contains("[" + paint.group() + "]"), paint.group());
        }
      }
    }
  }

  @Test
  void behindARowAreItsRisksTheCandidatesAndWhy() throws Exception {
    String page = HtmlReport.of(Demo.full());
    assertTrue(page.contains("Possible constraint"));
    assertTrue(page.contains("<p class=\"quiet\">Why: the template default fixes"));
    assertTrue(page.contains("<span class=\"risk high\""));
    assertTrue(page.contains("<i class=\"k\">O_CLOEXEC</i>"));
  }

  @Test
  void chartsThatWouldMisleadSayWhy() throws Exception {
    String page = page(Demo.runs(3), Demo.policy());
    // Both saturations; of the risk and of other templates a given policy has nothing to say.
    assertEquals(2, page.split("3 runs: too few for a curve", -1).length - 1);
    assertTrue(page(Demo.runs(1), Demo.policy()).contains("One run: no curve."));
  }

  @Test
  void theSameReportGivesTheSamePage() throws Exception {
    assertEquals(page(Demo.runs(3), Demo.policy()), page(Demo.runs(3), Demo.policy()));
  }

  @Test
  void everySyscallWithManyValuesStaysBelowTwoMegabytes() throws Exception {
    Recording recording = new Recording("all");
    StringBuilder policy = new StringBuilder("arch x86_64\ndefault errno(EPERM)\n");
    for (Syscall syscall : SyscallTable.of(Arch.X86_64).all()) {
      int arguments =
          (int) syscall.arguments().stream().filter(a -> a.kind() != Kind.POINTER).count();
      for (int i = 0; i < 40; i++) {
        long[] values = new long[arguments];
        java.util.Arrays.fill(values, 0x7fffL * i);
        recording.call(1, syscall.name(), values);
      }
      policy.append("sys_").append(syscall.name()).append(": 1\n");
    }
    Evidence evidence = recording.evidence();
    Policy all = Policies.parse("all", policy.toString());
    String page =
        HtmlReport.of(
            Report.of("demo", evidence, all, Optional.empty(), Optional.of(Demo.program()))
                .explained(
                    new Insights(
                        Learner.why(evidence, LearnOptions.DEFAULT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
    int bytes = page.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 2_000_000, "bytes: " + bytes);
    assertWellFormed(page);
  }
}
