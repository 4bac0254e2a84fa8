package dev.winnow.reports;

import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events that stand for those of one syscall. A summary keeps which values of the constrainable
 * arguments came together; each other argument takes its most frequent value, or 0.
 */
final class TypicalEvents {
  private final Interpreter interpreter;
  private final SyscallKey key;
  private final long[] typical = new long[6];
  private double executed;
  private long left;

  private TypicalEvents(Interpreter interpreter, SyscallKey key, SyscallEvidence seen) {
    this.interpreter = interpreter;
    this.key = key;
    this.left = seen.seen().runs().events();
    for (int i = 0; i < seen.arguments().size(); i++) {
      typical[i] = mostFrequent(seen.arguments().get(i));
    }
  }

  /** The instructions that all events of the syscall together execute, estimated. */
  static double executed(Interpreter interpreter, SyscallKey key, SyscallEvidence seen) {
    TypicalEvents events = new TypicalEvents(interpreter, key, seen);
    if (seen.tuples().seen().isEmpty()) {
      events.addSingles(seen.arguments());
    } else {
      seen.tuples().seen().forEach(events::addTuple);
    }
    events.add(events.left, events.typical);
    return events.executed;
  }

  private void addTuple(Tuples.Tuple tuple, Feature feature) {
    long[] args = typical.clone();
    for (int i = 0; i < tuple.values().size(); i++) {
      Optional<Long> value = tuple.values().get(i);
      if (value.isPresent()) {
        args[i] = value.get();
      }
    }
    add(feature.runs().events(), args);
  }

  /** Of a syscall with one constrainable argument: an event for each of its values. */
  private void addSingles(List<ArgumentEvidence> arguments) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    int index = constrainable(syscall);
    if (index >= 0 && index < arguments.size()) {
      arguments
          .get(index)
          .values()
          .exact()
          .forEach((value, feature) -> {
            long[] args = typical.clone();
            args[index] = value;
            add(feature.runs().events(), args);
          });
    }
  }

  private static int constrainable(@Nullable Syscall syscall) {
    for (int i = 0; syscall != null && i < syscall.arity(); i++) {
      Kind kind = syscall.arguments().get(i).kind();
      if (Saturation.named(kind)) {
        return i;
      }
    }
    return -1;
  }

  private void add(long events, long[] args) {
    SeccompData data = SeccompData.of(key.arch().auditToken(), key.number(), args);
    interpreter.run(Interpreter.words(data));
    executed += (double) events * interpreter.executed();
    left = Math.max(0, left - events);
  }

  private static long mostFrequent(ArgumentEvidence argument) {
    long best = 0;
    long most = 0;
    for (var entry : argument.values().exact().entrySet()) {
      long events = entry.getValue().runs().events();
      if (events > most) {
        most = events;
        best = entry.getKey();
      }
    }
    return best;
  }
}
