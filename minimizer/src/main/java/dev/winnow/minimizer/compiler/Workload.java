package dev.winnow.minimizer.compiler;

import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.Tuples;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a program will have to decide, and how often: from evidence, or from a table of events. */
public final class Workload {
  private static final int COLUMNS = 8;

  private Workload() {}

  /**
   * The events of all runs and roles: whole events where the evidence keeps which values came
   * together, else syscalls only.
   */
  public static Weights of(Evidence evidence) {
    List<Weights.Event> events = new ArrayList<>();
    List<Weights.Count> counts = new ArrayList<>();
    for (var entry : evidence.withoutRoles().syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      long rest = entry.getValue().seen().runs().events();
      for (Combination combination : combinations(entry.getValue())) {
        SeccompData data = SeccompData.of(key.arch().auditToken(), key.number(), combination.args);
        events.add(new Weights.Event(data, combination.events));
        rest -= combination.events;
      }
      if (rest > 0) {
        counts.add(new Weights.Count(key.arch(), key.number(), rest));
      }
    }
    return new Weights(events, counts);
  }

  /** Arguments that came together, and in how many events. */
  private static final class Combination {
    private final long[] args;
    private final long events;

    Combination(long[] args, long events) {
      this.args = args;
      this.events = events;
    }
  }

  /** Combinations of arguments, or the values of the one argument that has any. */
  private static List<Combination> combinations(SyscallEvidence syscall) {
    List<Combination> combinations = new ArrayList<>();
    for (Map.Entry<Tuples.Tuple, Feature> entry : syscall.tuples().seen().entrySet()) {
      long[] args = new long[6];
      for (int i = 0; i < entry.getKey().values().size(); i++) {
        args[i] = entry.getKey().values().get(i).orElse(0L);
      }
      combinations.add(new Combination(args, entry.getValue().runs().events()));
    }
    return combinations.isEmpty() ? onlyArgument(syscall) : combinations;
  }

  private static List<Combination> onlyArgument(SyscallEvidence syscall) {
    List<Combination> combinations = new ArrayList<>();
    for (int i = 0; i < syscall.arguments().size(); i++) {
      Values values = syscall.arguments().get(i).values();
      if (values.exact().isEmpty() || values.over()) {
        continue;
      }
      if (!combinations.isEmpty()) {
        return List.of();
      }
      for (Map.Entry<Long, Feature> entry : values.exact().entrySet()) {
        long[] args = new long[6];
        args[i] = entry.getKey();
        combinations.add(new Combination(args, entry.getValue().runs().events()));
      }
    }
    return combinations;
  }

  /**
   * Reads {@code weight<TAB>nr<TAB>arg0 … arg5}, one event a line, numbers in decimal or
   * 0x-hexadecimal; blank lines are skipped.
   *
   * @throws IllegalArgumentException whose message starts with the line's number
   */
  public static Weights parse(String tsv, Arch arch) {
    List<Weights.Event> events = new ArrayList<>();
    int number = 0;
    for (String line : tsv.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        try {
          events.add(event(line, arch));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%d: %s; expected weight<TAB>nr<TAB>arg0 to arg5".formatted(number, e.getMessage()),
              e);
        }
      }
    }
    return new Weights(events, List.of());
  }

  private static Weights.Event event(String line, Arch arch) {
    String[] fields = line.split("\t", -1);
    if (fields.length != COLUMNS) {
      throw new IllegalArgumentException(fields.length + " columns instead of " + COLUMNS);
    }
    long[] args = new long[6];
    for (int i = 0; i < 6; i++) {
      args[i] = number(fields[i + 2].strip());
    }
    long number = number(fields[1].strip());
    if (number < Integer.MIN_VALUE || number > 0xffffffffL) {
      throw new IllegalArgumentException(fields[1].strip() + " is not a syscall number");
    }
    SeccompData data = SeccompData.of(arch.auditToken(), (int) number, args);
    return new Weights.Event(data, weight(fields[0].strip()));
  }

  private static double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      if (weight >= 0 && weight <= Double.MAX_VALUE) {
        return weight;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a weight", e);
    }
    throw new IllegalArgumentException("'" + text + "' is not a weight of at least 0");
  }

  private static long number(String text) {
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a decimal or 0x-hexadecimal number of 64 bits", e);
    }
  }
}
