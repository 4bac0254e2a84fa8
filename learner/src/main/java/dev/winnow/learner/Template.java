package dev.winnow.learner;

import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How each argument is generalised. Only a choice that is fixed before any run is seen carries a
 * certified bound, since the policy is then the least one of its class that allows the runs.
 *
 * @param name the name on the command line
 * @param levels the level of every kind
 * @param arguments levels of single arguments, before that of their kind
 * @param splits arguments that split their syscall: for each of their values the others are
 *     generalised apart
 */
public record Template(
    String name,
    Map<Kind, Level> levels,
    SortedMap<ArgumentName, Level> arguments,
    SortedSet<ArgumentName> splits)
    implements Choice {
  /** Syscall names only. */
  public static final Template NAMES = new Template("names", Map.of());

  /**
   * Enums, signals, ids, flags and modes as they were seen, and with them what is alike by the
   * table {@code alike.tsv}; the rest free.
   */
  public static final Template DEFAULT =
      new Template(
          "default",
          Map.of(
              Kind.ENUM, Level.ALIKE,
              Kind.SIGNAL, Level.ALIKE,
              Kind.ID, Level.ALIKE,
              Kind.FLAGS, Level.ALIKE,
              Kind.MODE, Level.ALIKE));

  /** The same by what was seen alone: enums, signals and ids exactly, flags and modes by bits. */
  static final Template SEEN =
      new Template(
          "seen",
          Map.of(
              Kind.ENUM, Level.EXACT,
              Kind.SIGNAL, Level.EXACT,
              Kind.ID, Level.EXACT,
              Kind.FLAGS, Level.MASK,
              Kind.MODE, Level.MASK));

  /** Every argument that is not a pointer, exactly: tight, and brittle. */
  public static final Template EXACT = new Template("exact", everything(Level.EXACT));

  public Template {
    EnumMap<Kind, Level> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, levels.getOrDefault(kind, Level.FREE));
    }
    if (all.get(Kind.POINTER) != Level.FREE) {
      throw new IllegalArgumentException("pointers are never constrained");
    }
    levels = Map.copyOf(all);
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    splits = Collections.unmodifiableSortedSet(new TreeSet<>(splits));
  }

  /** A template of kinds only. */
  public Template(String name, Map<Kind, Level> levels) {
    this(name, levels, Collections.emptySortedMap(), Collections.emptySortedSet());
  }

  private static Map<Kind, Level> everything(Level level) {
    EnumMap<Kind, Level> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, kind == Kind.POINTER ? Level.FREE : level);
    }
    return all;
  }

  /** The built-in template of that name, or null. */
  public static @Nullable Template named(String name) {
    return switch (name) {
      case "default" -> DEFAULT;
      case "names" -> NAMES;
      case "exact" -> EXACT;
      default -> null;
    };
  }

  /** The level of an argument: its own, or that of its kind. Pointers are free. */
  public Level level(Syscall syscall, int index) {
    Kind kind = syscall.arguments().get(index).kind();
    if (kind == Kind.POINTER) {
      return Level.FREE;
    }
    ArgumentName name = ArgumentName.of(syscall, index);
    Level level = arguments.get(name);
    if (level == null) {
      level = arguments.get(name.everywhere());
    }
    return level == null ? levels.getOrDefault(kind, Level.FREE) : level;
  }

  /** Whether an argument is never constrained. */
  boolean free(Syscall syscall, int index) {
    Level level = level(syscall, index);
    return level == Level.FREE || (level == Level.ALIKE && Alike.of(syscall, index).free());
  }

  /** Whether it looks at no argument at all. */
  boolean namesOnly() {
    return arguments.isEmpty() && levels.values().stream().allMatch(Level.FREE::equals);
  }

  /** The index of the argument that splits this syscall, or -1. */
  public int split(Syscall syscall) {
    for (int i = 0; i < syscall.arity() && !splits.isEmpty(); i++) {
      ArgumentName name = ArgumentName.of(syscall, i);
      if (splits.contains(name) || splits.contains(name.everywhere())) {
        return i;
      }
    }
    return -1;
  }
}
