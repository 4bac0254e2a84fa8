package dev.winnow.reports.diff;

import dev.winnow.policy.Change.Relation;
import dev.winnow.reports.Markdown;
import dev.winnow.reports.TraceText;
import dev.winnow.reports.risk.Risk;
import dev.winnow.reports.risk.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A diff for a pull request: what is wider in a table, the rest folded. Whatever comes from outside
 * stands in code spans, where nothing is a link, a mention or a tag.
 */
public final class DiffToMarkdown {
  private final StringBuilder out = new StringBuilder();
  private final Diff diff;

  private DiffToMarkdown(Diff diff) {
    this.diff = diff;
  }

  /** The text, with a final newline. */
  public static String markdown(Diff diff) {
    return new DiffToMarkdown(diff).write();
  }

  private String write() {
    out.append("### Syscalls: ").append(DiffCounts.sentence(diff)).append("\n\n");
    out.append("%s → %s\n".formatted(side(diff.before()), side(diff.after())));
    List<DiffLine> lines = DiffLine.of(diff);
    wider(lines.stream().filter(line -> line.relation() == Relation.WIDER).toList());
    folded("Narrower", lines, Relation.NARROWER);
    folded("Changed", lines, Relation.CHANGED);
    if (!diff.notes().isEmpty()) {
      out.append('\n');
      diff.notes().forEach(note -> out.append("- Note: ").append(plain(note)).append('\n'));
    }
    return out.toString();
  }

  private static String side(Side side) {
    String runs =
        side.kind() != Side.Kind.EVIDENCE
            ? ""
            : ", " + side.runs() + (side.runs() == 1 ? " run" : " runs");
    return code(side.name()) + " (" + side.kind().label() + runs + ")";
  }

  private void wider(List<DiffLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    boolean recorded = diff.after().kind() == Side.Kind.EVIDENCE;
    out.append(
        "\n| risk | now %s | how | why it matters |\n".formatted(recorded ? "done" : "allowed"));
    out.append("|---|---|---|---|\n");
    for (DiffLine line : lines) {
      String what = cell(line.what());
      if (!line.when().isEmpty()) {
        what += "<br>when " + cell(line.when());
      }
      String risks =
          line.risks().stream()
              .map(Risk::sentence)
              .map(DiffToMarkdown::plain)
              .collect(Collectors.joining("<br>"));
      out.append("| %s | %s | %s | %s |\n".formatted(mark(line.level()), what, how(line), risks));
    }
  }

  private void folded(String title, List<DiffLine> all, Relation relation) {
    List<String> items = new ArrayList<>();
    for (DiffLine line : all) {
      if (line.relation() == relation) {
        items.add("- " + code(line.what()) + ": " + how(line) + "\n");
      }
    }
    if (!items.isEmpty()) {
      out.append("\n<details><summary>").append(title).append(" (").append(items.size());
      out.append(")</summary>\n\n");
      items.forEach(out::append);
      out.append("\n</details>\n");
    }
  }

  private static String how(DiffLine line) {
    RunCounts counts = line.counts();
    String text = counts == null ? line.verdicts() : counts.sentence();
    return plain(text.replace("->", "→"));
  }

  private static String mark(@Nullable RiskLevel level) {
    if (level == null) {
      return "";
    }
    return level == RiskLevel.HIGH ? "**high**" : level.label();
  }

  private static String cell(String text) {
    return Markdown.cell(text, TraceText.LONGEST);
  }

  private static String code(String text) {
    return Markdown.code(text, TraceText.LONGEST);
  }

  /** Text of our own that may hold names: nothing in it is markup. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    TraceText.visible(text, TraceText.LONGEST * 2)
        .codePoints()
        .forEach(c -> {
          if (c < 128 && "\\`*_{}[]<>#|~@!&".indexOf(c) >= 0) {
            plain.append('\\');
          }
          plain.appendCodePoint(c);
        });
    return plain.toString();
  }
}
