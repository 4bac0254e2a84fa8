package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.recorder.EventLines;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceFormat;
import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.EvidenceJson;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What must hold of any bytes that are read as a trace: every line is accounted for, it does not
 * matter how they arrive, and whatever is an event gets allowed.
 */
final class ReadTrace {
  private final TraceFormat format;

  ReadTrace(TraceFormat format) {
    this.format = format;
  }

  /** Reads {@code log} whole and in small pieces, and returns what was understood. */
  RecordedRun read(byte[] log) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    RecordedRun run = read(new ByteArrayInputStream(log), whole);
    ByteArrayOutputStream dripped = new ByteArrayOutputStream();
    assertEquals(run, read(new Dripping(log), dripped));
    assertEquals(
        whole.toString(StandardCharsets.US_ASCII), dripped.toString(StandardCharsets.US_ASCII));
    return run;
  }

  /** Reads {@code in} and writes the events to {@code text}. */
  RecordedRun read(InputStream in, ByteArrayOutputStream text) throws IOException {
    EventLines printed = new EventLines(text);
    EvidenceBuilder builder = new EvidenceBuilder();
    RecordedRun run = read(in, new Both(builder, printed));
    printed.flush();
    assertEquals(run.summary().events(), builder.events());
    assertLinesOfEvents(text.toString(StandardCharsets.US_ASCII));
    return run;
  }

  /** A policy of what was seen allows what was seen, and the evidence survives being kept. */
  void learn(byte[] log) throws IOException {
    EvidenceBuilder builder = new EvidenceBuilder();
    RecordedRun run = read(new ByteArrayInputStream(log), builder);
    assertAllowed(log, builder.build(run.toRun("")));
  }

  /** Evidence, and the events as text too. */
  private record Both(EvidenceBuilder builder, EventLines lines) implements TraceSink {
    @Override
    public void event(SyscallEvent event) {
      builder.event(event);
      lines.event(event);
    }

    @Override
    public void entered(int tid, Arch arch, int number, long cloneFlags) {
      builder.entered(tid, arch, number, cloneFlags);
    }

    @Override
    public void exited(int tid) {
      builder.exited(tid);
    }

    @Override
    public void superseded(int leader, int survivor) {
      builder.superseded(leader, survivor);
    }
  }

  private RecordedRun read(InputStream in, TraceSink sink) throws IOException {
    return new Ingestion(in, Arch.X86_64, format).read(TraceInput.of(TraceInput.STDIN), sink);
  }

  private void assertAllowed(byte[] log, Evidence evidence) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    EvidenceJson.write(evidence, json);
    InputStream kept = new ByteArrayInputStream(json.toByteArray());
    assertEquals(evidence, EvidenceJson.read(kept, "kept"));
    if (evidence.syscalls().isEmpty()) {
      return;
    }
    Policy policy = Learner.learn(evidence, LearnOptions.DEFAULT).policy();
    Replay replay = new Replay(policy);
    read(new ByteArrayInputStream(log), replay);
    assertEquals(List.of(), replay.findings());
  }

  private static void assertLinesOfEvents(String text) {
    for (String line : text.lines().toList()) {
      assertEquals(11, line.split("\t", -1).length, line);
      assertTrue(line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~')), line);
    }
  }

  /** The lines of a text, the last of which may have no end. */
  static long lines(byte[] log) {
    long lines = log.length > 0 && log[log.length - 1] != '\n' ? 1 : 0;
    for (byte b : log) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Gives few bytes at a time, as a pipe may. */
  private static final class Dripping extends InputStream {
    private final byte[] bytes;
    private int at;

    Dripping(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int count = Math.min(Math.min(1 + at % 7, length), bytes.length - at);
      System.arraycopy(bytes, at, b, offset, count);
      at += count;
      return count;
    }
  }
}
