package dev.winnow.traces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sets of markers that processes of one run have passed, interned: a process's phase is a small
 * number that changes only when it makes a syscall for the first time.
 */
final class Phases {
  /** The phase of a process that has made no syscall yet. */
  static final int START = 0;

  /** No phase is known yet to follow. */
  private static final int UNKNOWN = -1;

  private final List<BitSet> sets = new ArrayList<>(List.of(new BitSet()));
  private final List<int[]> following = new ArrayList<>();
  private final Map<BitSet, Integer> ids = new HashMap<>(Map.of(new BitSet(), START));
  private final List<Marker> markers = new ArrayList<>();
  private final Map<Marker, Integer> indexes = new HashMap<>();
  private final Map<BitSet, SortedMap<Marker, Runs>> frozen = new HashMap<>();

  /** A dense index of a marker in this run. */
  int index(Marker marker) {
    return indexes.computeIfAbsent(
        marker,
        m -> {
          markers.add(m);
          return markers.size() - 1;
        });
  }

  boolean passed(int phase, int marker) {
    return sets.get(phase).get(marker);
  }

  /**
   * The phase after the first occurrence of {@code marker} in {@code phase}. Remembered, because
   * every process begins anew and most take the same way.
   */
  int after(int phase, int marker) {
    while (following.size() <= phase) {
      following.add(new int[0]);
    }
    int[] known = following.get(phase);
    if (known.length <= marker) {
      int[] more = Arrays.copyOf(known, marker + 1);
      Arrays.fill(more, known.length, more.length, UNKNOWN);
      following.set(phase, more);
      known = more;
    }
    if (known[marker] == UNKNOWN) {
      known[marker] = interned(phase, marker);
    }
    return known[marker];
  }

  private int interned(int phase, int marker) {
    BitSet set = (BitSet) sets.get(phase).clone();
    set.set(marker);
    return ids.computeIfAbsent(
        set,
        s -> {
          sets.add(s);
          return sets.size() - 1;
        });
  }

  /** The markers of any of these phases, each with the run {@code id}, which is always the same. */
  SortedMap<Marker, Runs> markers(BitSet phases, String id) {
    SortedMap<Marker, Runs> known = frozen.get(phases);
    if (known == null) {
      known = named(phases, id);
      frozen.put((BitSet) phases.clone(), known);
    }
    return known;
  }

  private SortedMap<Marker, Runs> named(BitSet phases, String id) {
    BitSet all = new BitSet();
    phases.stream().forEach(phase -> all.or(sets.get(phase)));
    TreeMap<Marker, Runs> after = new TreeMap<>();
    Runs run = Runs.of(id, 1);
    all.stream().forEach(index -> after.put(markers.get(index), run));
    return Frozen.of(after);
  }
}
