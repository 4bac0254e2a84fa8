package dev.winnow.traces.generator;

import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What arguments mean: {@code arguments.tsv} over {@code types.tsv}. */
final class ArgumentRules {
  private static final String NOTHING = "-";

  /** A row of arguments.tsv; null where the row leaves the decision to the type. */
  private record Rule(
      @Nullable Kind kind, @Nullable Integer width, String family, List<String> aliases) {}

  private record TypeRule(Kind kind, int width) {}

  private final Map<String, TypeRule> types = new HashMap<>();
  private final Map<String, Rule> rules = new HashMap<>();
  private final Set<String> unused = new TreeSet<>();

  ArgumentRules() {
    for (List<String> row : Tsv.rows("types.tsv", 4)) {
      types.put(row.get(0), new TypeRule(Kind.valueOf(row.get(1)), Integer.parseInt(row.get(2))));
    }
    for (List<String> row : Tsv.rows("arguments.tsv", 7)) {
      for (String syscall : row.get(0).split(",", -1)) {
        add(syscall + " " + row.get(1), row);
      }
    }
  }

  private void add(String key, List<String> row) {
    String kind = row.get(2);
    String width = row.get(3);
    Rule rule =
        new Rule(
            kind.equals(NOTHING) ? null : Kind.valueOf(kind),
            width.equals(NOTHING) ? null : Integer.valueOf(width),
            row.get(4).equals(NOTHING) ? "" : row.get(4),
            row.get(5).equals(NOTHING) ? List.of() : List.of(row.get(5).split(",", -1)));
    if (rules.put(key, rule) != null) {
      throw new IllegalStateException("arguments.tsv: two rows for " + key);
    }
    if (row.get(6).isBlank()) {
      throw new IllegalStateException("arguments.tsv: no source for " + key);
    }
    unused.add(key);
  }

  /** What {@code parameters} of {@code syscall} mean on registers of {@code registerBits}. */
  List<Argument> resolve(String syscall, List<Parameter> parameters, int registerBits) {
    Set<String> names = new HashSet<>();
    parameters.forEach(parameter -> names.add(parameter.name()));
    return parameters.stream()
        .map(parameter -> resolve(syscall, parameter, names, registerBits))
        .toList();
  }

  private Argument resolve(String syscall, Parameter parameter, Set<String> names, int bits) {
    Rule rule = rule(syscall, parameter);
    TypeRule type = typeRule(syscall, parameter);
    Kind kind = rule.kind() == null ? type.kind() : rule.kind();
    int width = rule.width() == null ? type.width() : rule.width();
    List<String> aliases = rule.aliases().stream().filter(alias -> !names.contains(alias)).toList();
    return new Argument(
        parameter.name(), aliases, parameter.type(), kind, Math.min(width, bits), rule.family());
  }

  private Rule rule(String syscall, Parameter parameter) {
    for (String key : List.of(syscall + " " + parameter.name(), "* " + parameter.name())) {
      Rule rule = rules.get(key);
      boolean pointerByName = rule != null && rule.kind() == Kind.POINTER;
      if (rule != null && (!key.startsWith("*") || !parameter.isPointer() || pointerByName)) {
        unused.remove(key);
        return rule;
      }
    }
    return new Rule(null, null, "", List.of());
  }

  private TypeRule typeRule(String syscall, Parameter parameter) {
    TypeRule rule = types.get(parameter.bareType());
    if (parameter.isPointer()) {
      return new TypeRule(Kind.POINTER, 64);
    }
    if (rule == null) {
      throw new IllegalStateException(
          syscall + ": types.tsv has no row for '" + parameter.bareType() + "'");
    }
    return rule;
  }

  /** Rows that no syscall resolved so far has used: a typo, or a name that the kernel changed. */
  Set<String> unused() {
    return unused;
  }
}
