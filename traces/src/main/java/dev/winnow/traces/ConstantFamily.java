package dev.winnow.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The symbolic constants that name the values of a kind of argument, in the order in which they are
 * preferred when several names mean the same value.
 */
public final class ConstantFamily {
  private final String name;
  private final Map<String, Long> values;
  private final Map<Long, String> names = new HashMap<>();

  ConstantFamily(String name, Map<String, Long> values) {
    this.name = name;
    this.values = new LinkedHashMap<>(values);
    values.forEach((constant, value) -> names.putIfAbsent(value, constant));
  }

  /** The family's own name, such as {@code O_} or {@code ioctl}. */
  public String name() {
    return name;
  }

  /** The value of a constant of this family. */
  public OptionalLong value(String constant) {
    Long value = values.get(constant);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** The preferred name of exactly this value, or null. */
  public @Nullable String nameOf(long value) {
    return names.get(value);
  }

  /**
   * The names whose OR is exactly {@code bits}, in the family's order, wider constants first where
   * they cover several bits ({@code O_SYNC} before {@code O_DSYNC}); null if bits remain without a
   * name or {@code bits} is 0 and has none.
   */
  public @Nullable List<String> namesOfBits(long bits) {
    String exact = names.get(bits);
    if (exact != null) {
      return List.of(exact);
    }
    List<String> found = new ArrayList<>();
    long rest = bits;
    List<Map.Entry<String, Long>> byWidth = new ArrayList<>(values.entrySet());
    byWidth.sort(
        (a, b) -> Integer.compare(Long.bitCount(b.getValue()), Long.bitCount(a.getValue())));
    for (Map.Entry<String, Long> entry : byWidth) {
      long value = entry.getValue();
      if (value != 0 && (bits & value) == value && (rest & value) == value) {
        found.add(entry.getKey());
        rest &= ~value;
      }
    }
    if (rest != 0 || found.isEmpty()) {
      return null;
    }
    List<String> order = new ArrayList<>(values.keySet());
    found.sort((a, b) -> Integer.compare(order.indexOf(a), order.indexOf(b)));
    return found;
  }
}
