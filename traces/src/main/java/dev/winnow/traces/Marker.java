package dev.winnow.traces;

import java.util.Comparator;

/**
 * A syscall whose first occurrence in a process may divide its life into phases.
 *
 * @param arch the architecture of the call
 * @param number its number there
 */
public record Marker(Arch arch, int number) implements Comparable<Marker> {
  private static final Comparator<Marker> ORDER =
      Comparator.comparing(Marker::arch).thenComparingInt(Marker::number);

  @Override
  public int compareTo(Marker other) {
    return ORDER.compare(this, other);
  }
}
