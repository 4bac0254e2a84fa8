package dev.winnow.traces;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets of runs as short text: {@code 0-2,5:12} is the runs 0, 1, 2 with one event each and run 5
 * with twelve, by their place in the file's list of runs; a leading {@code !} says that these are
 * only the smallest of too many.
 */
final class RunsText {
  /** More events than any run has, and few enough that sums over files and roles stay exact. */
  static final long MOST = 1L << 48;

  private RunsText() {}

  static String write(Runs runs, Map<String, Integer> places) {
    StringBuilder text = new StringBuilder(runs.over() ? "!" : "");
    int first = -1;
    int last = -1;
    long lastCount = 0;
    TreeMap<Integer, Long> byPlace = new TreeMap<>();
    runs.counts()
        .forEach((run, count) -> {
          byPlace.put(place(run, places), count);
        });
    for (Map.Entry<Integer, Long> entry : byPlace.entrySet()) {
      int place = entry.getKey();
      long count = entry.getValue();
      if (first >= 0 && place == last + 1 && count == lastCount) {
        last = place;
        continue;
      }
      append(text, first, last, lastCount);
      first = place;
      last = place;
      lastCount = count;
    }
    append(text, first, last, lastCount);
    return text.toString();
  }

  static int place(String run, Map<String, Integer> places) {
    Integer place = places.get(run);
    if (place == null) {
      throw new IllegalArgumentException("run " + run + " is not in the evidence");
    }
    return place;
  }

  private static void append(StringBuilder text, int first, int last, long count) {
    if (first < 0) {
      return;
    }
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '!') {
      text.append(',');
    }
    text.append(first);
    if (last > first) {
      text.append('-').append(last);
    }
    if (count != 1) {
      text.append(':').append(count);
    }
  }

  /** Reads what {@link #write} wrote; IllegalArgumentException says what is wrong. */
  static Runs read(String text, List<String> ids) {
    boolean over = text.startsWith("!");
    TreeMap<String, Long> counts = new TreeMap<>();
    String items = over ? text.substring(1) : text;
    if (items.isEmpty()) {
      return new Runs(counts, over);
    }
    for (String item : items.split(",", -1)) {
      int colon = item.indexOf(':');
      String range = colon < 0 ? item : item.substring(0, colon);
      long count = colon < 0 ? 1 : Long.parseLong(item.substring(colon + 1));
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      if (first < 0 || last < first || last >= ids.size() || count < 1 || count > MOST) {
        throw new IllegalArgumentException(
            "'%s' names no runs; the file lists %d".formatted(item, ids.size()));
      }
      for (int place = first; place <= last; place++) {
        if (counts.put(ids.get(place), count) != null) {
          throw new IllegalArgumentException("run " + place + " is named twice in '" + text + "'");
        }
      }
    }
    return new Runs(counts, over);
  }
}
