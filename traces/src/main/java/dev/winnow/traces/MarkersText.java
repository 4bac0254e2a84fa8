package dev.winnow.traces;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sets of markers as short text: {@code x86_64 0-3,9 i386 4}. */
final class MarkersText {
  /** A damaged file must not make millions of markers from a few letters. */
  private static final int LONGEST_RANGE = 4096;

  private MarkersText() {}

  static String write(SortedSet<Marker> markers) {
    StringBuilder text = new StringBuilder();
    @Nullable Arch arch = null;
    int first = 0;
    int last = 0;
    for (Marker marker : markers) {
      boolean next = marker.number() == (long) last + 1 && (long) last - first < LONGEST_RANGE - 1;
      if (marker.arch() == arch && next) {
        last++;
        continue;
      }
      if (arch != null) {
        append(text, first, last);
      }
      if (marker.arch() != arch) {
        arch = marker.arch();
        text.append(text.isEmpty() ? "" : " ").append(arch.label()).append(' ');
      } else {
        text.append(',');
      }
      first = marker.number();
      last = first;
    }
    if (arch != null) {
      append(text, first, last);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int first, int last) {
    text.append(first);
    if (last != first) {
      text.append("..").append(last);
    }
  }

  /** Reads what {@link #write} wrote; IllegalArgumentException says what is wrong. */
  static SortedSet<Marker> read(String text) {
    SortedSet<Marker> markers = new TreeSet<>();
    if (text.isEmpty()) {
      return markers;
    }
    String[] words = text.split(" ", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      Arch arch = Arch.ofLabel(words[i]);
      if (arch == null) {
        throw new IllegalArgumentException("unknown architecture '" + words[i] + "'");
      }
      for (String item : words[i + 1].split(",", -1)) {
        int dots = item.indexOf("..");
        int first = Integer.parseInt(dots < 0 ? item : item.substring(0, dots));
        int last = dots < 0 ? first : Integer.parseInt(item.substring(dots + 2));
        if (last < first || (long) last - first >= LONGEST_RANGE) {
          throw new IllegalArgumentException("'" + item + "' is no range of syscalls");
        }
        for (long number = first; number <= last; number++) {
          markers.add(new Marker(arch, (int) number));
        }
      }
    }
    if (words.length % 2 != 0) {
      throw new IllegalArgumentException("architecture without numbers in '" + text + "'");
    }
    return markers;
  }
}
