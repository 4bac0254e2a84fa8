package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads perf.data of {@code perf record -e raw_syscalls:sys_enter,raw_syscalls:sys_exit} or {@code
 * -e 'syscalls:*'}, without perf: files and pipes ({@code -o -}), compressed ({@code -z}) or not,
 * little-endian. Every record is counted as a line.
 *
 * <p>What says how to read the records stands behind them, so that a recording of more than 8 MiB
 * is copied to a temporary file first. Memory is bounded by two rounds of perf over its buffers,
 * 150 MB at most. Nothing is allocated per event.
 */
public final class PerfDataReader implements TraceReader {
  /** {@code PERFILE2} in the order of the recording machine. */
  static final long MAGIC = 0x32454c4946524550L;

  private final Arch arch;
  private final LineTally tally = new LineTally();
  private final Calls calls;
  private final List<String> warnings = new ArrayList<>();
  private boolean truncated;

  /** Delivers to {@code sink}; calls whose ABI nothing tells are taken for {@code arch}. */
  public PerfDataReader(TraceSink sink, Arch arch) {
    this.arch = arch;
    calls = new Calls(sink, tally, arch);
  }

  /** Whether it is perf.data that this reader can read. */
  public static boolean recognises(Sample sample) {
    return sample.startsWith('P', 'E', 'R', 'F', 'I', 'L', 'E', '2');
  }

  @Override
  public void read(InputStream in) throws IOException {
    try (Spill file = new Spill(in)) {
      Events events = new Events();
      PerfFile header = new PerfFile(file, events);
      String problem = header.read();
      if (problem != null) {
        byte[] start = file.bytes(0, 32);
        tally.failed(tally.nextLine(), problem, start, 0, start.length);
        markTruncated();
        return;
      }
      read(file, header, events);
    }
  }

  private void read(Spill file, PerfFile header, Events events) throws IOException {
    Rounds rounds = new Rounds(calls);
    RecordDecoder decoder = new RecordDecoder(file, events, rounds, tally);
    Arch machine = header.arch(arch);
    calls.setArch(arch == Arch.I386 && machine == Arch.X86_64 ? arch : machine);
    decoder.begin(machine == Arch.X86_64 || machine == Arch.I386 || machine == Arch.X32);
    try (Records records = new Records(decoder)) {
      decoder.records = records;
      boolean whole = records.read(file, header.from, header.to);
      rounds.end();
      calls.end();
      if (!whole || header.cut) {
        markTruncated();
      }
    }
    tally.lost(Loss.SAMPLES, Math.max(decoder.lost, decoder.lostSamples));
    warn(header, events, rounds);
  }

  private void warn(PerfFile header, Events events, Rounds rounds) {
    if (Arch.ofLabel(header.machine) == null
        && header.arch(arch) == arch
        && !header.machine.isEmpty()
        && !header.machine.matches("i[3-6]86")) {
      warnings.add(
          "it was recorded on "
              + header.machine
              + ", whose system calls winnow does not know; they"
              + " were taken for those of "
              + arch);
    }
    if (events.concluded) {
      warnings.add(
          "it has no formats of its events, because perf did not live to write them; by their"
              + " lengths they were taken for raw_syscalls");
    }
    if (rounds.late > 0) {
      warnings.add(
          rounds.late
              + " records came too late to be brought into the order of time; calls of"
              + " threads that changed processors may be joined wrongly");
    }
    if (events.hasNamed() && !events.hasRaw()) {
      warnings.add(Advice.COMPAT);
    }
    if (calls.events > 0 && !calls.launched) {
      warnings.add(Advice.NO_LAUNCH);
    }
    if (calls.events > 0 && !calls.sawExits()) {
      warnings.add(Advice.NO_EXITS);
    }
    if (calls.events == 0) {
      warnings.add(Advice.NO_CALLS);
    }
  }

  @Override
  public void markTruncated() {
    tally.lost(Loss.TAILS, truncated ? 0 : 1);
    truncated = true;
  }

  @Override
  public List<String> warnings() {
    return Collections.unmodifiableList(warnings);
  }

  @Override
  public TraceSummary summary() {
    return Summaries.of(tally, calls, truncated);
  }
}
