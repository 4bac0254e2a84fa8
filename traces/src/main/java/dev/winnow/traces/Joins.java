package dev.winnow.traces;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Pointwise joins of maps: the product of semilattices is one. */
final class Joins {
  private Joins() {}

  static <K, V> SortedMap<K, V> union(
      SortedMap<K, V> left, SortedMap<K, V> right, BinaryOperator<V> join) {
    if (left.isEmpty()) {
      return right;
    }
    if (right.isEmpty()) {
      return left;
    }
    TreeMap<K, V> union = new TreeMap<>(left);
    add(union, right, join);
    return Frozen.of(union);
  }

  /** Makes {@code map} the union. */
  static <K, V> void add(SortedMap<K, V> map, SortedMap<K, V> other, BinaryOperator<V> join) {
    other.forEach((key, value) -> map.merge(key, value, join));
  }
}
