package dev.winnow.recorder;

import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Run;
import java.util.List;

/**
 * One execution of a program, as a trace showed it.
 *
 * @param id 64 hex digits that tell runs apart: the same trace read twice has one id
 * @param label the file or command that it comes from
 * @param format how it was recorded
 * @param summary what was understood of it
 * @param warnings what else a person should know, such as a compressed file that ends early
 */
public record RecordedRun(
    String id, String label, TraceFormat format, TraceSummary summary, List<String> warnings) {
  public RecordedRun {
    warnings = List.copyOf(warnings);
  }

  /** Whether anything was lost, cut or not understood. */
  public boolean incomplete() {
    return toRun("").incomplete() || !summary.undecoded().isEmpty();
  }

  /**
   * The run as evidence keeps it.
   *
   * @param command the recorded command, or ""
   */
  public Run toRun(String command) {
    boolean cut = summary.truncated() || summary.withoutBeginning() > 0;
    return new Run(
        id,
        label,
        format.label(),
        command,
        "",
        summary.lines(),
        summary.events(),
        summary.lost(),
        cut,
        format.knows().arguments().highWords(),
        summary.unknownConstants());
  }
}
