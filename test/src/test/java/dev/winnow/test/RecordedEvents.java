package dev.winnow.test;

import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events with garbage wherever the trace shows nothing: pointers, and upper halves of ints. */
public final class RecordedEvents implements TraceSink {
  private final List<SeccompData> events = new ArrayList<>();
  private final Random random;

  /**
   * @param seed of the garbage
   */
  public RecordedEvents(long seed) {
    random = new Random(seed);
  }

  @Override
  public void event(SyscallEvent event) {
    long[] args = new long[6];
    for (int i = 0; i < 6; i++) {
      boolean shown = event.knowledge(i) == Knowledge.VALUE;
      args[i] = shown ? event.value(i) | garbageAbove(event, i) : random.nextLong();
    }
    events.add(SeccompData.of(event.arch().auditToken(), event.number(), args));
  }

  private long garbageAbove(SyscallEvent event, int index) {
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    return syscall != null && index < syscall.arity()
        ? random.nextLong() & ~syscall.arguments().get(index).mask()
        : 0;
  }

  /** The events so far. */
  public List<SeccompData> events() {
    return List.copyOf(events);
  }
}
