package dev.winnow.traces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One syscall in one role while one run is read. */
final class SyscallCounts {
  /** asm-generic/errno.h, and that of mips. */
  private static final int ENOSYS = 38;

  private static final int ENOSYS_OF_MIPS = 89;

  private static final int CLOSED_KINDS_CAP = 256;
  private static final int OPEN_KINDS_CAP = 64;

  private final @Nullable Syscall syscall;
  private final DeadArguments.@Nullable Guard[] guards;
  private final int[] tupled;
  private final FeatureCount seen = new FeatureCount();
  private final FeatureCount launcher = new FeatureCount();
  private final FeatureCount unreturned = new FeatureCount();
  private final FeatureCount failed = new FeatureCount();
  private final FeatureCount refused = new FeatureCount();
  private final FeatureCount[] hidden;
  private final @Nullable ValueCounts[] values;
  private final List<Map<String, FeatureCount>> undecoded = new ArrayList<>();
  private final Map<TupleKey, FeatureCount> tuples = new HashMap<>();
  private final TupleKey probe;
  private boolean tuplesOver;

  /** The index of this syscall as a marker in this run. */
  final int marker;

  private static final class TupleKey {
    private final long[] values;
    private int present;

    TupleKey(int size) {
      values = new long[size];
    }

    TupleKey copy() {
      TupleKey copy = new TupleKey(values.length);
      System.arraycopy(values, 0, copy.values, 0, values.length);
      copy.present = present;
      return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof TupleKey that
          && present == that.present
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values) * 31 + present;
    }
  }

  SyscallCounts(@Nullable Syscall syscall, int marker) {
    this.syscall = syscall;
    this.marker = marker;
    int arity = syscall == null ? 0 : syscall.arity();
    guards = new DeadArguments.@Nullable Guard[arity];
    hidden = new FeatureCount[arity];
    values = new @Nullable ValueCounts[arity];
    List<Integer> constrainable = new ArrayList<>();
    for (int i = 0; i < arity && syscall != null; i++) {
      Argument argument = syscall.arguments().get(i);
      hidden[i] = new FeatureCount();
      undecoded.add(new TreeMap<>());
      if (argument.kind() != Kind.POINTER) {
        values[i] = new ValueCounts(argument.width(), cap(argument.kind()));
      }
      if (Tuples.keeps(syscall, i)) {
        constrainable.add(i);
      }
    }
    if (syscall != null) {
      DeadArguments.of(syscall).forEach(guard -> guards[guard.argument()] = guard);
    }
    tupled = constrainable.size() < 2 ? new int[0] : toArray(constrainable);
    probe = new TupleKey(tupled.length);
  }

  private static int[] toArray(List<Integer> indexes) {
    return indexes.stream().mapToInt(Integer::intValue).toArray();
  }

  static int cap(Kind kind) {
    return switch (kind) {
      case ENUM, FLAGS, MODE, SIGNAL, ID, FD, PID -> CLOSED_KINDS_CAP;
      case SIZE, COUNT, OFFSET, OPAQUE, POINTER -> OPEN_KINDS_CAP;
    };
  }

  void add(SyscallEvent event, int phase, boolean byLauncher) {
    long count = event.occurrences();
    seen.add(count, phase);
    if (byLauncher) {
      launcher.add(count, phase);
    }
    if (!event.returned()) {
      unreturned.add(count, phase);
    } else if (event.resultKnown() && event.result() < 0 && event.result() >= -4095) {
      failed.add(count, phase);
      boolean mips = event.arch() == Arch.MIPS64 || event.arch() == Arch.MIPSEL64;
      if (event.result() == -(mips ? ENOSYS_OF_MIPS : ENOSYS)) {
        refused.add(count, phase);
      }
    }
    for (int i = 0; i < values.length; i++) {
      addArgument(event, i, phase);
    }
    if (tupled.length > 0 && !tuplesOver) {
      addTuple(event, phase);
    }
  }

  private boolean dead(SyscallEvent event, int index) {
    DeadArguments.Guard guard = guards[index];
    return guard != null
        && event.knowledge(guard.discriminator()) == Knowledge.VALUE
        && guard.dead(event.value(guard.discriminator()));
  }

  private long canonical(SyscallEvent event, int index) {
    return syscall == null
        ? event.value(index)
        : ClockIds.canonical(syscall.arguments().get(index), event.value(index));
  }

  private void addArgument(SyscallEvent event, int index, int phase) {
    ValueCounts counts = values[index];
    if (counts == null || dead(event, index)) {
      return;
    }
    long count = event.occurrences();
    switch (event.knowledge(index)) {
      case VALUE -> counts.add(canonical(event, index), count, phase);
      case HIDDEN, GLIMPSED, ABSENT -> hidden[index].add(count, phase);
      case UNDECODED -> addUndecoded(index, event.undecoded(index), count, phase);
    }
  }

  private void addUndecoded(int index, String text, long occurrences, int phase) {
    Map<String, FeatureCount> texts = undecoded.get(index);
    texts.computeIfAbsent(text, t -> new FeatureCount()).add(occurrences, phase);
    if (texts.size() > ArgumentEvidence.TEXTS) {
      ((TreeMap<String, FeatureCount>) texts).pollLastEntry();
    }
  }

  private void addTuple(SyscallEvent event, int phase) {
    probe.present = 0;
    for (int i = 0; i < tupled.length; i++) {
      int index = tupled[i];
      boolean shown = event.knowledge(index) == Knowledge.VALUE && !dead(event, index);
      probe.values[i] = shown ? canonical(event, index) : 0;
      probe.present |= shown ? 1 << i : 0;
    }
    FeatureCount count = tuples.get(probe);
    if (count == null) {
      count = new FeatureCount();
      tuples.put(probe.copy(), count);
      if (tuples.size() > Tuples.CAP) {
        tuplesOver = true;
        tuples.clear();
        return;
      }
    }
    count.add(event.occurrences(), phase);
  }

  SyscallEvidence freeze(Phases phases, String run) {
    List<ArgumentEvidence> arguments = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      ValueCounts counts = values[i];
      SortedMap<String, Feature> texts = new TreeMap<>();
      undecoded.get(i).forEach((text, count) -> texts.put(text, count.freeze(phases, run)));
      Values seenValues =
          counts == null ? Values.none(64, OPEN_KINDS_CAP) : counts.freeze(phases, run);
      arguments.add(new ArgumentEvidence(seenValues, hidden[i].freeze(phases, run), texts));
    }
    return new SyscallEvidence(
        seen.freeze(phases, run),
        launcher.freeze(phases, run),
        unreturned.freeze(phases, run),
        failed.freeze(phases, run),
        refused.freeze(phases, run),
        arguments,
        freezeTuples(phases, run));
  }

  private Tuples freezeTuples(Phases phases, String run) {
    SortedMap<Tuples.Tuple, Feature> frozen = new TreeMap<>();
    tuples.forEach((key, count) -> {
      List<Optional<Long>> tuple = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        tuple.add(Optional.empty());
      }
      for (int i = 0; i < tupled.length; i++) {
        if ((key.present >>> i & 1) == 1) {
          tuple.set(tupled[i], Optional.of(key.values[i]));
        }
      }
      frozen.put(new Tuples.Tuple(tuple), count.freeze(phases, run));
    });
    return new Tuples(frozen, tuplesOver);
  }
}
