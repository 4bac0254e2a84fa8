package dev.winnow.evaluation;

import dev.winnow.traces.Arch;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps of a run what a policy can tell apart, with its number, and builds evidence beside. */
final class DistinctEvents implements TraceSink {
  private final EvidenceBuilder evidence;
  private final Map<Key, Long> occurrences = new LinkedHashMap<>();

  private record Key(Arch arch, int number, List<Value> arguments) {}

  private record Value(Knowledge knowledge, long value) {}

  DistinctEvents(EvidenceBuilder evidence) {
    this.evidence = evidence;
  }

  @Override
  public void event(SyscallEvent event) {
    evidence.event(event);
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
      Knowledge knowledge = event.knowledge(i);
      arguments.add(new Value(knowledge, knowledge == Knowledge.VALUE ? event.value(i) : 0));
    }
    occurrences.merge(
        new Key(event.arch(), event.number(), arguments), event.occurrences(), Long::sum);
  }

  @Override
  public void exited(int tid) {
    evidence.exited(tid);
  }

  @Override
  public void superseded(int leader, int survivor) {
    evidence.superseded(leader, survivor);
  }

  @Override
  public void entered(int tid, Arch arch, int number, long cloneFlags) {
    evidence.entered(tid, arch, number, cloneFlags);
  }

  /** The events in the order of their first occurrence. */
  List<SyscallEvent> events() {
    List<SyscallEvent> events = new ArrayList<>();
    occurrences.forEach((key, count) -> events.add(event(key, count)));
    return events;
  }

  private static SyscallEvent event(Key key, long count) {
    SyscallEvent event = new SyscallEvent();
    event.reset(key.arch(), key.number(), 0);
    event.setOccurrences(count);
    for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
      set(event, i, key.arguments().get(i));
    }
    return event;
  }

  private static void set(SyscallEvent event, int index, Value value) {
    switch (value.knowledge()) {
      case ABSENT -> {}
      case HIDDEN, GLIMPSED -> event.setHidden(index);
      case UNDECODED -> event.setUndecoded(index, "");
      case VALUE -> event.setValue(index, value.value());
    }
  }
}
