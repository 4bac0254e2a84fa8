package dev.winnow.traces;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Pointwise joins of maps: the product of semilattices is one. */
final class Joins {
  private Joins() {}

  static <K, V> SortedMap<K, V> union(
      SortedMap<K, V> left, SortedMap<K, V> right, BinaryOperator<V> join) {
    TreeMap<K, V> union = new TreeMap<>(left);
    right.forEach((key, value) -> union.merge(key, value, join));
    return union;
  }
}
