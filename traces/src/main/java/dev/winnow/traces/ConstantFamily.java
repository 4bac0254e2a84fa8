package dev.winnow.traces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The symbolic constants that name the values of a kind of argument, in the order in which they are
 * preferred when several names mean the same value.
 *
 * <p>A family may have a field: a mask of bits that together hold one value out of several, such as
 * a socket's type, beside flags in the other bits.
 */
public final class ConstantFamily {
  /** A constant and its place in the family's order. */
  private record Member(String name, long value, int place) {}

  private final String name;
  private final long field;
  private final Map<String, Long> values;
  private final Map<Long, String> names = new HashMap<>();

  /** The members that are not 0, those of most bits first, then in the family's order. */
  private final List<Member> byWidth = new ArrayList<>();

  ConstantFamily(String name, Map<String, Long> values) {
    this(name, 0, values, Map.of());
  }

  /**
   * A family.
   *
   * @param field the mask of the bits that hold one value, or 0
   * @param values the constants in order of preference
   * @param whole constants that name a whole value, and that {@link #namesOfBits} does not use
   */
  ConstantFamily(String name, long field, Map<String, Long> values, Map<String, Long> whole) {
    this.name = name;
    this.field = field;
    this.values = new LinkedHashMap<>(values);
    this.values.putAll(whole);
    this.values.forEach(this::addName);
    values.forEach((constant, value) -> {
      if (value != 0) {
        byWidth.add(new Member(constant, bits(value), byWidth.size()));
      }
    });
    byWidth.sort(Comparator.comparingInt(member -> -Long.bitCount(member.value)));
  }

  /** A negative constant names its 32-bit pattern too: AT_FDCWD is 0xffffff9c in an int. */
  private void addName(String constant, long value) {
    names.putIfAbsent(value, constant);
    names.putIfAbsent(bits(value), constant);
  }

  /** The bits of a constant in an int argument, if it fits one: MS_NOUSER is {@code 1 << 31}. */
  private static long bits(long value) {
    return value == (int) value ? value & 0xffffffffL : value;
  }

  /** The family's own name, such as {@code O_} or {@code ioctl}. */
  public String name() {
    return name;
  }

  /** The family's constants, in order of preference. */
  public List<String> constants() {
    return List.copyOf(values.keySet());
  }

  /** The value of a constant of this family. */
  public OptionalLong value(String constant) {
    Long value = values.get(constant);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /**
   * The preferred name of exactly this value, or null. {@code value} is on the argument's width; a
   * negative constant is found by its 32-bit and its 64-bit pattern.
   */
  public @Nullable String nameOf(long value) {
    return names.get(value);
  }

  /**
   * The names whose OR is exactly {@code bits}, in the family's order; null if bits remain without
   * a name, or if {@code bits} is 0 and has none.
   *
   * <p>A name stands for all of its bits: {@code O_SYNC} is written where both of its bits are set,
   * {@code O_DSYNC} where only its own is; {@code O_TMPFILE} needs its own bit, so that {@code
   * O_DIRECTORY} alone stays {@code O_DIRECTORY}. Where the family has a field, the name of the
   * field's value comes first: {@code SOCK_RAW|SOCK_CLOEXEC}, {@code
   * FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME}.
   */
  public @Nullable List<String> namesOfBits(long bits) {
    if (bits == 0) {
      String zero = names.get(0L);
      return zero == null ? null : List.of(zero);
    }
    List<String> found = new ArrayList<>();
    long rest = bits;
    if (field != 0) {
      String value = names.get(bits & field);
      if (value == null) {
        return null;
      }
      found.add(value);
      rest &= ~field;
    }
    List<Member> members = new ArrayList<>();
    for (Member member : byWidth) {
      if ((rest & member.value) == member.value) {
        members.add(member);
        rest &= ~member.value;
      }
    }
    if (rest != 0) {
      return null;
    }
    members.sort(Comparator.comparingInt(Member::place));
    members.forEach(member -> found.add(member.name));
    return found;
  }
}
