package dev.winnow.cli;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.reports.diff.Diff;
import dev.winnow.reports.diff.DiffToJson;
import dev.winnow.reports.diff.DiffToMarkdown;
import dev.winnow.reports.diff.DiffToSarif;
import dev.winnow.reports.diff.DiffToText;
import dev.winnow.reports.diff.RuleLines;
import dev.winnow.reports.risk.RiskLevel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code winnow diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Compare two policies, compiled programs or recordings (evidence), any of them with any"
            + " other, by meaning: wider, narrower, or the same, with an event for each difference"
            + " and what it is worth to an attacker, worst first. Of two recordings: which"
            + " behaviour is new or gone, in how many runs, and whether chance would do it too."
            + " Exit code 1 if NEW allows more.",
    footer = {
      "",
      "A recording beside a policy counts as one that allows what was recorded.",
      "",
      "Of two recordings, each behaviour is counted by runs: `0 of 6 runs -> 6 of 6` is a change, `0"
          + " of 24 -> 1 of 24` may be chance (Fisher's exact test; of what is called a change, 5 %%"
          + " is expected to be chance). What may be chance is shown but is no finding, unless its"
          + " risk is high, or --fail-on any or --only-reduces asks for whatever differs. With less"
          + " than 4 runs of each nothing can be told from chance: then whatever only NEW did counts"
          + " as wider, and 1 run against 1 says that two runs differed, not that the program did.",
      "",
      "--json: before and after (name, kind, runs); allowsMore, allowsLess, widens; changes, worst"
          + " first: what (a syscall, or a program), arch, scope, number, relation, and wider,"
          + " narrower or changed with event, before, after and when; if wider, risk and risks; of"
          + " two recordings, runs (before, runsBefore, after, runsAfter, p, q, significance)."
          + " exact: all of the difference of policies and programs, by arch or tokens, numbers,"
          + " when, before and after. notes: what limits the comparison. null is for what is not"
          + " known.",
      "",
      "Example: winnow diff v1.policy v2.policy --fail-on risk:high",
      "Example: winnow diff v1.evidence v2.evidence --format md",
      "Example: winnow diff v1.policy v2.evidence"
    })
final class DiffCommand implements Callable<Integer> {
  /** How the answer is written. */
  enum Format {
    TEXT,
    MD,
    JSON,
    SARIF
  }

  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "OLD", description = "The old policy, program or evidence.")
  private Path before = Path.of("-");

  @Parameters(index = "1", paramLabel = "NEW", description = "The new policy, program or evidence.")
  private Path after = Path.of("-");

  @Option(
      names = "--fail-on",
      defaultValue = "wider",
      converter = FailOn.Reader.class,
      paramLabel = "wider|any|risk:LEVEL",
      description =
          "When to exit with 1: if NEW allows more (the default), on any difference, or if NEW"
              + " allows more that is of high, medium or low risk or worse.")
  private FailOn failOn = new FailOn(false, RiskLevel.LOW);

  @Option(
      names = "--only-reduces",
      description =
          "Exit with 1 unless NEW takes rights away and does nothing else: it neither allows more"
              + " nor denies in another way.")
  private boolean onlyReduces;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "text|md|json|sarif",
      description =
          "Text for a terminal, Markdown for a pull request, JSON for scripts, SARIF 2.1.0 for code"
              + " scanning.")
  private Format format = Format.TEXT;

  /**
   * What makes the exit code 1.
   *
   * @param any any difference
   * @param level what is wider, at that risk or worse
   */
  record FailOn(boolean any, RiskLevel level) {
    boolean finds(Diff diff) {
      return any ? !diff.entries().isEmpty() : diff.widens(level);
    }

    /** Reads the option. */
    static final class Reader implements ITypeConverter<FailOn> {
      @Override
      public FailOn convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
          case "wider", "risk:low" -> new FailOn(false, RiskLevel.LOW);
          case "risk:medium" -> new FailOn(false, RiskLevel.MEDIUM);
          case "risk:high" -> new FailOn(false, RiskLevel.HIGH);
          case "any" -> new FailOn(true, RiskLevel.LOW);
          default ->
              throw new TypeConversionException(
                  "'" + text + "' is not wider, any, risk:high, risk:medium or risk:low");
        };
      }
    }
  }

  @Override
  public Integer call() {
    Inputs.requireOneStandardInput(Stream.of(before, after));
    if (global.json && format != Format.TEXT && format != Format.JSON) {
      throw new CommandFailure("--json and --format both say how to write; leave one out");
    }
    try {
      Meaning meaning = new Meaning();
      Meaning.Input old = meaning.read(before);
      Meaning.Input now = meaning.read(after);
      Diff diff = meaning.difference(old, now);
      print(diff, now instanceof Meaning.Verdicts known ? known.lines() : RuleLines.NONE);
      boolean finding = failOn.finds(diff) || (onlyReduces && !diff.onlyReduces());
      return finding ? ExitCode.FINDING : ExitCode.OK;
    } catch (DiagramLimitException e) {
      throw new CommandFailure("cannot decide the difference: " + e.getMessage(), e);
    }
  }

  private void print(Diff diff, RuleLines lines) {
    switch (global.json ? Format.JSON : format) {
      case JSON -> Json.print(DiffToJson.json(diff));
      case SARIF -> Json.print(DiffToSarif.sarif(diff, lines, Version.number()));
      case MD -> text(DiffToMarkdown.markdown(diff));
      case TEXT -> text(DiffToText.text(diff));
    }
  }

  private void text(String text) {
    if (!global.quiet) {
      System.out.print(text);
    }
  }
}
