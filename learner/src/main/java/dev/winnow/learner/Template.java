package dev.winnow.learner;

import dev.winnow.traces.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How each kind of argument is generalised: a published choice, fixed before any run is seen. Only
 * such a choice carries a certified bound, since the policy is then the least one of its class that
 * allows the runs.
 *
 * @param name the name on the command line
 * @param levels the level of every kind
 */
public record Template(String name, Map<Kind, Level> levels) {
  /** From loose to tight. Each is a closure operator: extensive, monotone, idempotent. */
  public enum Level {
    /** Any value. */
    FREE,
    /** Any combination of the bits that were seen set. */
    MASK,
    /** The values that were seen. */
    EXACT
  }

  /** Syscall names only. */
  public static final Template NAMES = new Template("names", Map.of());

  /** Enums, signals and ids exactly, flags and modes by the bits seen, the rest free. */
  public static final Template DEFAULT =
      new Template(
          "default",
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

  /** The level of a kind. */
  public Level level(Kind kind) {
    return levels.getOrDefault(kind, Level.FREE);
  }
}
