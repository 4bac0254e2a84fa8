package dev.winnow.reports;

import dev.winnow.traces.Arch;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Loss;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of the recordings was not understood, over all runs. Texts are as the traces have them;
 * printing escapes them.
 *
 * @param runs how many
 * @param lines what became of every line
 * @param failures failed lines of each run, {@code RUN: line N: reason: text}
 * @param unknown symbolic constants without a known value, with their events
 * @param undecoded arguments shown and not decoded
 * @param hidden arguments that the sources do not show; the text is empty
 * @param lost what the recordings lack, by {@link Loss#label()}
 * @param truncated the labels of runs whose trace ends in the middle of something
 */
public record Completeness(
    int runs,
    LineAccount lines,
    List<String> failures,
    SortedMap<String, Long> unknown,
    List<Gap> undecoded,
    List<Gap> hidden,
    SortedMap<String, Long> lost,
    List<String> truncated) {

  /**
   * An argument without its value in some events.
   *
   * @param arch the architecture
   * @param syscall the syscall's name
   * @param argument the argument's name
   * @param text what the source showed instead, or ""
   * @param events in how many events
   */
  public record Gap(Arch arch, String syscall, String argument, String text, long events) {}

  public Completeness {
    failures = List.copyOf(failures);
    unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
    undecoded = List.copyOf(undecoded);
    hidden = List.copyOf(hidden);
    lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
    truncated = List.copyOf(truncated);
  }

  /** Of all runs of the evidence. */
  public static Completeness of(Evidence evidence) {
    LineAccount lines = LineAccount.NONE;
    List<String> failures = new ArrayList<>();
    TreeMap<String, Long> unknown = new TreeMap<>();
    List<String> truncated = new ArrayList<>();
    TreeMap<String, Long> lost = new TreeMap<>();
    for (Run run : evidence.runs().values()) {
      lines = lines.plus(run.lines());
      run.lines().failures().forEach(failure -> failures.add(run.label() + ": " + failure));
      run.unknown().forEach((constant, events) -> unknown.merge(constant, events, Long::sum));
      run.lost().forEach((loss, count) -> lost.merge(loss, count, Long::sum));
      if (run.truncated()) {
        truncated.add(run.label());
      }
    }
    List<Gap> undecoded = new ArrayList<>();
    List<Gap> hidden = new ArrayList<>();
    evidence
        .withoutRoles()
        .syscalls()
        .forEach((key, seen) -> {
          for (int i = 0; i < seen.arguments().size(); i++) {
            gaps(key, i, seen.arguments().get(i), undecoded, hidden);
          }
        });
    return new Completeness(
        evidence.runs().size(), lines, failures, unknown, undecoded, hidden, lost, truncated);
  }

  private static void gaps(
      SyscallKey key, int index, ArgumentEvidence seen, List<Gap> undecoded, List<Gap> hidden) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    String name = RuleText.name(key.arch(), key.number());
    String argument =
        syscall == null || index >= syscall.arity()
            ? "arg" + index
            : syscall.arguments().get(index).name();
    seen.undecoded()
        .forEach((text, feature) ->
            undecoded.add(new Gap(key.arch(), name, argument, text, feature.runs().events())));
    if (!seen.hidden().runs().isEmpty()) {
      hidden.add(new Gap(key.arch(), name, argument, "", seen.hidden().runs().events()));
    }
  }

  /**
   * Whether everything that the sources show was understood and nothing was lost, as {@link
   * Evidence#incomplete()} has it. What a source does not show, {@link #hidden}, the learner leaves
   * free.
   */
  public boolean complete() {
    return lines.failed() == 0
        && unknown.isEmpty()
        && undecoded.isEmpty()
        && lost.isEmpty()
        && truncated.isEmpty();
  }

  /** "Complete: …", or "Incomplete: …" and what is missing; on one line, escaped. */
  public String sentence() {
    return complete()
        ? "Complete: " + lineCount() + " accounted for, nothing lost" + hiddenWords() + "."
        : "Incomplete: " + missing() + hiddenWords() + ".";
  }

  /** What is missing, on one line, escaped; "nothing" if complete. */
  String notUnderstood() {
    return (complete() ? "nothing; " + lineCount() + " accounted for" : missing()) + hiddenWords();
  }

  private String missing() {
    List<String> parts = new ArrayList<>();
    if (lines.failed() > 0) {
      parts.add(Figures.count(lines.failed()) + " of " + lineCount() + " not read");
    }
    if (!unknown.isEmpty()) {
      String names = some(List.copyOf(unknown.keySet()));
      parts.add(Figures.count(unknown.size(), "unknown constant") + " (" + names + ")");
    }
    if (!undecoded.isEmpty()) {
      long events = undecoded.stream().mapToLong(Gap::events).sum();
      String places = some(undecoded.stream().map(Completeness::place).distinct().toList());
      parts.add(Figures.count(events, "argument") + " shown but not decoded (" + places + ")");
    }
    lost.forEach((loss, count) -> {
      if (!loss.equals(Loss.TAILS.label())) { // the runs that are cut short are named below
        parts.add(Figures.count(count) + " " + TraceText.visible(loss));
      }
    });
    if (!truncated.isEmpty()) {
      parts.add(Figures.count(truncated.size(), "run") + " cut short (" + some(truncated) + ")");
    }
    return String.join("; ", parts);
  }

  private String hiddenWords() {
    return hidden.isEmpty()
        ? ""
        : "; not shown by the source: " + some(hidden.stream().map(Completeness::place).toList());
  }

  private String lineCount() {
    return Figures.count(lines.lines(), "line");
  }

  private static String place(Gap gap) {
    return gap.syscall() + " " + gap.argument();
  }

  /** The first few. */
  static String some(List<String> texts) {
    int shown = texts.size() > 4 ? 3 : texts.size();
    String first =
        String.join(", ", texts.subList(0, shown).stream().map(TraceText::visible).toList());
    return shown == texts.size() ? first : first + " and " + (texts.size() - shown) + " more";
  }
}
