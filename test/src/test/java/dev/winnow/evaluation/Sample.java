package dev.winnow.evaluation;

import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceFiles;
import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.Run;
import dev.winnow.traces.SyscallEvent;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One recorded run.
 *
 * @param evidence of this run alone
 * @param events what a policy can tell apart, with the number of occurrences
 */
record Sample(Evidence evidence, List<SyscallEvent> events) {
  Sample {
    events = List.copyOf(events);
  }

  /**
   * The runs of a program, by the names of their files.
   *
   * @throws TraceException if one of them was not understood completely: an evaluation on less than
   *     what happened says nothing
   */
  static List<Sample> read(Path folder) throws TraceException {
    List<Sample> samples = new ArrayList<>();
    Ingestion ingestion = new Ingestion(InputStream.nullInputStream(), Arch.X86_64, null);
    for (TraceInput input : TraceFiles.find(List.of(folder.toString())).inputs()) {
      EvidenceBuilder builder = new EvidenceBuilder();
      DistinctEvents events = new DistinctEvents(builder);
      RecordedRun recorded = ingestion.read(input, events);
      Run run = recorded.toRun("");
      if (run.lines().failed() > 0) {
        throw new TraceException(
            input.label()
                + ": "
                + run.lines().failed()
                + " lines were not understood; delete it"
                + " and record it again");
      }
      Evidence whole = builder.build(run).withoutMarkers().withoutRoles();
      samples.add(new Sample(whole, events.events()));
    }
    return samples;
  }
}
