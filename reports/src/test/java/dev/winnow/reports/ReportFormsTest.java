package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.policy.Policies;
import dev.winnow.reports.diff.RuleLines;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The forms of a report that are one text, frozen in files. */
class ReportFormsTest {
  private static Report hostile() throws Exception {
    return Report.of(
        Hostile.TEXT, Hostile.evidence(), Demo.policy(), Optional.empty(), Optional.empty());
  }

  @Test
  void markdown() throws Exception {
    Golden.assertMatches("report.md", ReportMarkdown.of(Demo.full()));
  }

  @Test
  void csv() throws Exception {
    Golden.assertMatches("report.csv", ReportCsv.of(Demo.full()));
  }

  @Test
  void json() throws Exception {
    String json =
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(ReportJson.of(Demo.full()));
    Golden.assertMatches("report.json", json + "\n");
  }

  @Test
  void cobertura() throws Exception {
    Golden.assertMatches("cobertura.xml", cobertura(Demo.full(), "demo.policy"));
  }

  private static String cobertura(Report report, String file) {
    return ReportCobertura.of(report, file, RuleLines.all(Policies.print(report.policy())));
  }

  @Test
  void badge() throws Exception {
    Golden.assertMatches("badge.txt", Badge.of(Demo.full()));
  }

  /** CI systems annotate lines: they must be those of the policy's file. */
  @Test
  void coberturaCountsTheLinesOfThePolicyAsItIsPrinted() throws Exception {
    Report report = Demo.full();
    List<String> policy = Policies.print(report.policy()).lines().toList();
    String xml = cobertura(report, "demo.policy").replaceFirst("<!DOCTYPE.*>\n", "");
    NodeList lines =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getElementsByTagName("line");
    int unused = 0;
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      String rule = policy.get(Integer.parseInt(line.getAttribute("number")) - 1);
      assertTrue(rule.startsWith("sys_"), rule);
      boolean excess = rule.startsWith("sys_gettimeofday") || rule.startsWith("sys_clock_gettime");
      assertEquals(excess, line.getAttribute("hits").equals("0"), rule);
      unused += excess ? 1 : 0;
    }
    assertEquals(2, unused);
    assertEquals(report.policy().sections().getFirst().rules().size(), lines.getLength());
  }

  @Test
  void markdownEscapesWhatComesFromTraces() throws Exception {
    String text = ReportMarkdown.of(hostile());
    // Nothing inside a code span is markup, and no text can end one.
    String outside = text.replaceAll("(?<!`)(`+)(?!`)[^\n]*?(?<!`)\\1(?!`)", "");
    assertFalse(outside.contains("<script") || outside.contains("<img"), outside);
    assertFalse(outside.contains("`"), outside);
    for (String raw : List.of("\u001b", "\u202e", "\u009b", "\r")) {
      assertFalse(text.contains(raw));
    }
    assertTrue(text.length() < 30_000, "a megabyte of text was not cut: " + text.length());
    assertEquals(
        "\\[a\\](x) \\*b\\* &#64;someone ftp:&#47;&#47;y",
        ReportMarkdown.escape("[a](x) *b* @someone ftp://y"));
  }

  @Test
  void aCodeSpanEndsWhereItShould() {
    assertEquals("``a`b|c``", Markdown.code("a`b|c", 100));
    assertEquals("``a`b\\|c``", Markdown.cell("a`b|c", 100));
    // A backslash before the bar would make two of ours and end the cell.
    assertEquals("`a\\ \\|b`", Markdown.cell("a\\|b", 100));
    assertEquals("`` ` ``", Markdown.code("`", 100));
  }

  @Test
  void coberturaAndBadgeEscapeWhatComesFromTraces() throws Exception {
    String xml = cobertura(hostile(), "a\"<b>.policy");
    assertFalse(xml.contains("<script") || xml.contains("<b>"), xml);
    assertEquals(1, Badge.of(hostile()).lines().count());
    assertTrue(Badge.of(hostile()).endsWith("recording incomplete\n"));
  }

  @Test
  void cellsAreQuotedAndNoFormulas() {
    assertEquals("a", ReportCsv.cell("a"));
    assertEquals("\"a,\"\"b\"\"\"", ReportCsv.cell("a,\"b\""));
    assertEquals("'=1+1", ReportCsv.cell("=1+1"));
    assertEquals("\"a\nb\"", ReportCsv.cell("a\nb"));
  }
}
