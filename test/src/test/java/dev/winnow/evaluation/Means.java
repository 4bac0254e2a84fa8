package dev.winnow.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Means of methods over programs, all of them or others drawn from them. */
final class Means {
  private final Map<String, Method> methods = new LinkedHashMap<>();
  private final Map<String, Map<String, Score>> scores = new LinkedHashMap<>();
  private final Set<String> programs = new LinkedHashSet<>();
  private final int probes;

  Means(List<Method> methods, List<Score> scores, int probes) {
    methods.forEach(method -> this.methods.put(method.name(), method));
    for (Score score : scores) {
      programs.add(score.program());
      this.scores
          .computeIfAbsent(score.method(), name -> new LinkedHashMap<>())
          .put(score.program(), score);
    }
    this.probes = probes;
  }

  List<String> programs() {
    return List.copyOf(programs);
  }

  /** Of all methods over all programs. */
  List<Row> rows() {
    return methods.keySet().stream().map(name -> row(name, programs())).toList();
  }

  /** Of one method; a program that is given twice counts twice. */
  Row row(String method, List<String> drawn) {
    Method known = methods.get(method);
    if (known == null) {
      throw new IllegalArgumentException("no method " + method);
    }
    String names = known.predicts() ? "names, predicted" : "names";
    return Row.of(method, of(method, drawn), of(names, drawn), probes);
  }

  private List<Score> of(String method, List<String> drawn) {
    Map<String, Score> byProgram = scores.getOrDefault(method, Map.of());
    List<Score> found = new ArrayList<>();
    for (String program : drawn) {
      Score score = byProgram.get(program);
      if (score == null) {
        throw new IllegalArgumentException(method + " was not tried on " + program);
      }
      found.add(score);
    }
    return found;
  }

  /** Runs denied by what was learned from them: always a defect. */
  int selfDenials() {
    return rows().stream()
        .filter(row ->
            methods.values().stream().noneMatch(m -> m.given() && m.name().equals(row.method())))
        .mapToInt(Row::self)
        .sum();
  }
}
