package dev.winnow.recorder.strace;

import dev.winnow.recorder.EventLines;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a trace from memory and keeps all that came of it, for tests. */
public final class Reading implements TraceSink {
  /**
   * Events as {@code winnow events} shows them, with blanks for tabs; never returned: {@code !}.
   */
  public final List<String> events = new ArrayList<>();

  /** The other calls of the sink. */
  public final List<String> notes = new ArrayList<>();

  public final List<String> images = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final EventLines lines = new EventLines(bytes);
  private final SyscallEvent returned = new SyscallEvent();
  public final StraceReader reader;

  public Reading() {
    reader = new StraceReader(this, Arch.X86_64);
  }

  Reading(Lookahead lookahead) {
    reader = new StraceReader(this, Arch.X86_64, Map.of(), lookahead);
  }

  public static Reading of(String log) {
    return of(log.getBytes(StandardCharsets.UTF_8));
  }

  public static Reading of(byte[] log) {
    Reading reading = new Reading();
    try {
      reading.reader.read(new ByteArrayInputStream(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reading;
  }

  /** The one event of a log. */
  static String event(String log) {
    Reading reading = of(log + "\n");
    if (reading.events.size() != 1) {
      throw new AssertionError(log + " gave " + reading.events + " " + reading.account());
    }
    return reading.events.getFirst();
  }

  public TraceSummary summary() {
    return reader.summary();
  }

  public LineAccount account() {
    return summary().lines();
  }

  /** {@code 3 lines: 1 parsed, 1 joined, signal 1; line 2: …}. */
  public String accountText() {
    LineAccount account = account();
    StringBuilder text = new StringBuilder();
    text.append(account.lines()).append(" lines: ").append(account.parsed()).append(" parsed");
    if (account.joined() > 0) {
      text.append(", ").append(account.joined()).append(" joined");
    }
    account
        .ignored()
        .forEach((why, count) -> text.append(", ").append(count).append(' ').append(why));
    if (account.failed() > 0) {
      text.append(", ").append(account.failed()).append(" failed");
    }
    if (summary().truncated()) {
      text.append(", truncated");
    }
    account.failures().forEach(failure -> text.append("; ").append(failure));
    return text.toString();
  }

  @Override
  public void event(SyscallEvent event) {
    if (event.cloneFlags() != -1) {
      notes.add("cloned 0x" + Long.toHexString(event.cloneFlags()));
    }
    if (event.image() != null) {
      images.add(event.image());
    }
    SyscallEvent shown = event.returned() ? event : returned(event);
    lines.event(shown);
    lines.flush();
    String line = bytes.toString(StandardCharsets.UTF_8).strip().replace('\t', ' ');
    bytes.reset();
    events.add(event.returned() ? line : line.substring(0, line.length() - 1) + "!");
  }

  @Override
  public void exited(int tid) {
    notes.add("exited " + tid);
  }

  @Override
  public void superseded(int leader, int survivor) {
    notes.add("superseded " + leader + " by " + survivor);
  }

  @Override
  public void entered(int tid, Arch arch, int number, long cloneFlags) {
    String flags = cloneFlags == -1 ? "" : " 0x" + Long.toHexString(cloneFlags);
    notes.add("entered " + tid + " " + arch + " " + number + flags);
  }

  /** A copy that returned, because calls that did not are not shown. */
  private SyscallEvent returned(SyscallEvent event) {
    returned.reset(event.arch(), event.number(), event.tid());
    for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
      switch (event.knowledge(i)) {
        case VALUE -> returned.setValue(i, event.value(i));
        case GLIMPSED -> returned.setGlimpse(i, event.value(i));
        case HIDDEN -> returned.setHidden(i);
        case UNDECODED -> returned.setUndecoded(i, event.undecoded(i));
        case ABSENT -> {}
      }
    }
    returned.setReturned();
    return returned;
  }
}
