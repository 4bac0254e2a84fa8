package dev.winnow.recorder;

import dev.winnow.recorder.audit.AuditReader;
import dev.winnow.recorder.bpftrace.BpftraceReader;
import dev.winnow.recorder.ftrace.FtraceReader;
import dev.winnow.recorder.perf.PerfDataReader;
import dev.winnow.recorder.perf.PerfScriptReader;
import dev.winnow.recorder.perftrace.PerfTraceReader;
import dev.winnow.recorder.qemu.QemuReader;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.strace.StraceReader;
import dev.winnow.recorder.summary.SummaryReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A format that winnow reads: its name, how it is recognised, who reads it, and what its sources
 * know. In the order in which they are tried: those that cannot be mistaken come first.
 */
public enum TraceFormat {
  /** perf.data: registers, of entries and returns apart. */
  PERF_DATA("perf.data"),
  /** What perf script prints of calls. */
  PERF_SCRIPT("perf-script"),
  /** What perf trace prints: calls, its table of them, or both. */
  PERF_TRACE("perf-trace"),
  /** ftrace's text and trace-cmd's, of raw_syscalls and of syscalls. */
  FTRACE("ftrace"),
  /** Records of syscalls and of seccomp by the audit subsystem. */
  AUDIT("audit"),
  /** Maps of counts that bpftrace prints. */
  BPFTRACE("bpftrace"),
  /** What qemu-user prints with -strace. Before strace, whose calls look much alike. */
  QEMU("qemu"),
  /**
   * What strace writes, in all of its forms. Last of the traces, since one line is enough for it.
   */
  STRACE("strace"),
  /** The table of strace -c. After strace, whose trace a table may follow. */
  STRACE_SUMMARY("strace-summary");

  private final String label;

  TraceFormat(String label) {
    this.label = label;
  }

  /** The name of {@code --from} and in evidence. */
  public String label() {
    return label;
  }

  /** What a trace in this format can tell. */
  SourceKnowledge knows() {
    return switch (this) {
      case FTRACE ->
          new SourceKnowledge(
              SourceKnowledge.Abi.NEVER, SourceKnowledge.Arguments.REGISTERS, true, false);
      case AUDIT ->
          new SourceKnowledge(
              SourceKnowledge.Abi.EACH_EVENT,
              SourceKnowledge.Arguments.FOUR_REGISTERS,
              true,
              false);
      case PERF_TRACE ->
          new SourceKnowledge(
              SourceKnowledge.Abi.NEVER, SourceKnowledge.Arguments.SOME, true, true);
      case BPFTRACE, QEMU ->
          new SourceKnowledge(
              SourceKnowledge.Abi.NEVER, SourceKnowledge.Arguments.NONE, false, false);
      case STRACE_SUMMARY ->
          new SourceKnowledge(
              SourceKnowledge.Abi.WHERE_IT_CHANGES, SourceKnowledge.Arguments.NONE, false, true);
      case PERF_DATA, PERF_SCRIPT ->
          new SourceKnowledge(
              SourceKnowledge.Abi.NEVER, SourceKnowledge.Arguments.REGISTERS, true, false);
      case STRACE ->
          new SourceKnowledge(
              SourceKnowledge.Abi.WHERE_IT_CHANGES,
              SourceKnowledge.Arguments.LOW_WORDS,
              true,
              true);
    };
  }

  /** Whether an input that begins like this is in this format. */
  boolean recognises(Sample sample) {
    return switch (this) {
      case PERF_TRACE -> PerfTraceReader.recognises(sample);
      case FTRACE -> FtraceReader.recognises(sample);
      case AUDIT -> AuditReader.recognises(sample);
      case BPFTRACE -> BpftraceReader.recognises(sample);
      case QEMU -> QemuReader.recognises(sample);
      case PERF_DATA -> PerfDataReader.recognises(sample);
      case PERF_SCRIPT -> PerfScriptReader.recognises(sample);
      case STRACE -> StraceReader.recognises(sample);
      case STRACE_SUMMARY -> SummaryReader.recognises(sample);
    };
  }

  /**
   * A reader of one run.
   *
   * @param arch the ABI of what does not say its own
   */
  TraceReader reader(TraceSink sink, Arch arch) {
    return switch (this) {
      case PERF_TRACE -> new PerfTraceReader(sink, arch);
      case FTRACE -> new FtraceReader(sink, arch);
      case AUDIT -> new AuditReader(sink);
      case BPFTRACE -> new BpftraceReader(sink, arch);
      case QEMU -> new QemuReader(sink, arch);
      case PERF_DATA -> new PerfDataReader(sink, arch);
      case PERF_SCRIPT -> new PerfScriptReader(sink, arch);
      case STRACE -> new StraceReader(sink, arch);
      case STRACE_SUMMARY -> new SummaryReader(sink, arch);
    };
  }

  /** The format of that name, or null. */
  public static @Nullable TraceFormat ofLabel(String label) {
    for (TraceFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    return null;
  }

  /** All names, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(TraceFormat::label).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return label;
  }
}
