package dev.winnow.traces;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that nobody can change. What is one already is not copied, as with {@link
 * java.util.List#copyOf}: evidence of many runs shares most of its maps.
 */
@SuppressWarnings("JdkObsolete") // the maps of records are SortedMaps; nobody needs more of them
final class Frozen<K, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
  private static final SortedMap<?, ?> EMPTY = new Frozen<>(Collections.emptySortedMap());

  private final SortedMap<K, V> map;

  private Frozen(SortedMap<K, V> map) {
    this.map = map;
  }

  @SuppressWarnings("unchecked") // what holds nothing is of any type
  static <K, V> SortedMap<K, V> copyOf(SortedMap<K, V> map) {
    if (map instanceof Frozen) {
      return map;
    }
    boolean none = map.isEmpty() && map.comparator() == null;
    return none ? (SortedMap<K, V>) EMPTY : of(new TreeMap<>(map));
  }

  /** In this order. */
  static <K, V> SortedMap<K, V> copyOf(SortedMap<K, V> map, Comparator<? super K> order) {
    if (map instanceof Frozen && order.equals(map.comparator())) {
      return map;
    }
    TreeMap<K, V> ordered = new TreeMap<>(order);
    ordered.putAll(map);
    return of(ordered);
  }

  /** The same map, which its maker lets go of. */
  static <K, V> SortedMap<K, V> of(SortedMap<K, V> map) {
    return new Frozen<>(Collections.unmodifiableSortedMap(map));
  }

  @Override
  public @Nullable V get(Object key) {
    return map.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return map.containsKey(key);
  }

  @Override
  public Set<K> keySet() {
    return map.keySet();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return map.entrySet();
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return map.comparator();
  }

  @Override
  public SortedMap<K, V> subMap(K from, K to) {
    return map.subMap(from, to);
  }

  @Override
  public SortedMap<K, V> headMap(K to) {
    return map.headMap(to);
  }

  @Override
  public SortedMap<K, V> tailMap(K from) {
    return map.tailMap(from);
  }

  @Override
  public K firstKey() {
    return map.firstKey();
  }

  @Override
  public K lastKey() {
    return map.lastKey();
  }
}
