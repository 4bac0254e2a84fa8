package dev.winnow.reports;

import dev.winnow.policy.Policies;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which rules of a policy the recordings used, as a Cobertura report, which CI systems read: the
 * policy is the program, a rule a line of it, and the events of a rule are its hits. A rule without
 * hits allows what no run needed. Lines are counted as {@link Policies#print} writes the policy.
 */
public final class ReportCobertura {
  private record Line(int number, long hits) {}

  private ReportCobertura() {}

  /**
   * The report as XML.
   *
   * @param file the policy's name, to which lines refer
   */
  public static String of(Report report, String file) {
    List<Line> lines = lines(report);
    long used = lines.stream().filter(line -> line.hits() > 0).count();
    String rate = String.format(Locale.ROOT, "%.4f", Figures.share(used, lines.size()));
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append(
        "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n");
    out.append(
        "<coverage line-rate=\"%s\" branch-rate=\"0\" lines-covered=\"%d\" lines-valid=\"%d\" branches-covered=\"0\" branches-valid=\"0\" complexity=\"0\" version=\"winnow\" timestamp=\"0\">\n"
            .formatted(rate, used, lines.size()));
    out.append("<sources><source>.</source></sources>\n");
    out.append(
        "<packages><package name=\"%s\" line-rate=\"%s\" branch-rate=\"0\" complexity=\"0\"><classes>\n"
            .formatted(xml(report.title()), rate));
    out.append(
        "<class name=\"policy\" filename=\"%s\" line-rate=\"%s\" branch-rate=\"0\" complexity=\"0\"><methods/><lines>\n"
            .formatted(xml(file), rate));
    for (Line line : lines) {
      out.append("<line number=\"%d\" hits=\"%d\"/>\n".formatted(line.number(), line.hits()));
    }
    return out.append("</lines></class>\n</classes></package></packages>\n</coverage>\n")
        .toString();
  }

  private static List<Line> lines(Report report) {
    List<Integer> numbers = new ArrayList<>();
    List<String> text = Policies.print(report.policy()).lines().toList();
    for (int i = 0; i < text.size(); i++) {
      if (text.get(i).startsWith("sys_") || text.get(i).startsWith("nr(")) {
        numbers.add(i + 1);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Section section : report.policy().sections()) {
      for (Rule rule : section.rules()) {
        lines.add(new Line(numbers.get(lines.size()), hits(report, section, rule)));
      }
    }
    return lines;
  }

  /** Several rules of one syscall share its events: which of them decided is not always known. */
  private static long hits(Report report, Section section, Rule rule) {
    return report.coverage().syscalls().stream()
        .filter(row -> row.arch() == section.arch() && row.number() == rule.number())
        .mapToLong(row -> rule.action().permits() ? row.allowed().most() : row.events())
        .sum();
  }

  private static String xml(String text) {
    return new Html().text(text).toString();
  }
}
