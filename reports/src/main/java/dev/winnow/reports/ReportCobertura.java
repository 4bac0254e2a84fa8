package dev.winnow.reports;

import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.SyscallKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which rules of a policy the recordings used, as a Cobertura report, which CI systems read: the
 * policy is the program, a rule a line of it, and the events of a rule are its hits. A rule without
 * hits allows what no run needed.
 */
public final class ReportCobertura {
  private record Line(int number, long hits) {}

  private ReportCobertura() {}

  /**
   * The report as XML.
   *
   * @param file the policy's name, to which lines refer
   * @param numbers the lines in it of the rules of each syscall, in order; keys are without roles
   * @throws IllegalArgumentException if a rule of the report's policy has no line
   */
  public static String of(Report report, String file, Map<SyscallKey, List<Integer>> numbers) {
    List<Line> lines = lines(report, numbers);
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

  private static List<Line> lines(Report report, Map<SyscallKey, List<Integer>> numbers) {
    Map<SyscallKey, Integer> rules = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    for (Section section : report.policy().sections()) {
      for (Rule rule : section.rules()) {
        SyscallKey key = new SyscallKey("", section.arch(), rule.number());
        int before = rules.merge(key, 1, Integer::sum) - 1;
        List<Integer> known = numbers.getOrDefault(key, List.of());
        if (before >= known.size()) {
          throw new IllegalArgumentException("no line for a rule of " + key);
        }
        lines.add(new Line(known.get(before), hits(report, section, rule)));
      }
    }
    lines.sort(Comparator.comparingInt(Line::number));
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
