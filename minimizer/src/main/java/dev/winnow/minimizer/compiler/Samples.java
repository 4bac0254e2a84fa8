package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that cost is measured on: the workload, or in its absence one for each way to be
 * permitted.
 *
 * <p>Before: a hundred thousand events that differ in pointers. After: those that the policy can
 * tell apart, since words that do not matter for a syscall are set to 0, with their weights added
 * up to 1.
 */
final class Samples {
  /**
   * Ranges of one word, and ways through one syscall, that stand for its events if there are none.
   */
  private static final int MAX_RANGES = 256;

  private static final int MAX_WAYS = 512;

  private final Diagram diagram;
  private final Functions functions;
  private final int root;
  private final double cachedShare;
  private final Map<List<Integer>, Double> weights = new LinkedHashMap<>();

  private Samples(Diagram diagram, Functions functions, int root, double cachedShare) {
    this.diagram = diagram;
    this.functions = functions;
    this.root = root;
    this.cachedShare = cachedShare;
  }

  static List<Sample> of(
      Diagram diagram, Functions functions, int root, Weights given, Objective objective)
      throws DiagramLimitException {
    Samples samples = new Samples(diagram, functions, root, objective.cachedShare());
    for (Weights.Event event : given.events()) {
      samples.add(Interpreter.words(event.data()), event.weight());
    }
    for (Weights.Count count : given.counts()) {
      samples.spread(count.arch().auditToken(), count.number(), count.weight());
    }
    if (samples.weights.isEmpty()) {
      samples.addUniform();
    }
    return samples.normalised();
  }

  private void addUniform() throws DiagramLimitException {
    int byToken = functions.layer(root, Diagram.ARCH);
    for (Arch arch : Arch.values()) {
      if (functions.isVerdict(functions.layers().at(byToken, arch.auditToken()))) {
        continue;
      }
      List<Syscall> table = SyscallTable.of(arch).all();
      Map<Integer, Integer> popularity = new HashMap<>();
      for (Syscall syscall : table) {
        popularity.merge(function(arch.auditToken(), syscall.number()), 1, Integer::sum);
      }
      int most = popularity.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      for (Syscall syscall : table) {
        int function = function(arch.auditToken(), syscall.number());
        boolean usual =
            popularity.getOrDefault(function, 0) == most
                && functions.isVerdict(function)
                && !permits(function);
        if (popularity.size() > 1 && !usual) {
          spread(arch.auditToken(), syscall.number(), 1);
        }
      }
    }
  }

  private boolean permits(int function) {
    return functions.isVerdict(function) && Action.permits(functions.verdict(function));
  }

  private int function(int token, int number) {
    return diagram.restrict(root, token, number);
  }

  /** Adds one event for each way in which the policy permits a syscall, else for each way. */
  private void spread(int token, int number, double weight) throws DiagramLimitException {
    int[] words = new int[16];
    words[Diagram.NR] = number;
    words[Diagram.ARCH] = token;
    List<int[]> permitted = new ArrayList<>();
    List<int[]> others = new ArrayList<>();
    ways(function(token, number), words, permitted, others);
    List<int[]> ways = permitted.isEmpty() ? others : permitted;
    for (int[] way : ways) {
      add(way, weight / ways.size());
    }
  }

  private void ways(int function, int[] words, List<int[]> permitted, List<int[]> others)
      throws DiagramLimitException {
    if (permitted.size() + others.size() >= MAX_WAYS) {
      return;
    }
    if (functions.isVerdict(function)) {
      (permits(function) ? permitted : others).add(words.clone());
      return;
    }
    int word = functions.firstWord(function);
    LayerTable layers = functions.layers();
    int layer = functions.layer(function, word);
    Ranges ranges = Ranges.of(layers, layer, 0, 0, MAX_RANGES);
    if (ranges == null) {
      ranges = representatives(layers, layer);
    }
    for (int range = 0; range < ranges.count(); range++) {
      words[word] = ranges.first(range);
      ways(ranges.function(range), words, permitted, others);
    }
    words[word] = 0;
  }

  /** One value for each function of a layer. */
  private static Ranges representatives(LayerTable layers, int layer) {
    Map<Integer, Integer> values = new LinkedHashMap<>();
    layers.examples(layer, values);
    int[] value = values.values().stream().mapToInt(Integer::intValue).toArray();
    int[] function = values.keySet().stream().mapToInt(Integer::intValue).toArray();
    return new Ranges(value, value, function);
  }

  private void add(int[] words, double weight) {
    int function = function(words[Diagram.ARCH], words[Diagram.NR]);
    int matters = functions.words(function) | 1 << Diagram.ARCH | 1 << Diagram.NR;
    List<Integer> key = new ArrayList<>();
    for (int word = 0; word < 16; word++) {
      key.add((matters & 1 << word) == 0 ? 0 : words[word]);
    }
    weights.merge(key, weight, Double::sum);
  }

  private List<Sample> normalised() {
    double all = 0;
    double total = 0;
    for (Map.Entry<List<Integer>, Double> entry : weights.entrySet()) {
      all += entry.getValue();
      total += entry.getValue() * (cached(entry.getKey()) ? cachedShare : 1);
    }
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<List<Integer>, Double> entry : weights.entrySet()) {
      boolean cached = cached(entry.getKey());
      double weight = entry.getValue() * (cached ? cachedShare : 1);
      samples.add(
          new Sample(
              samples.size(),
              entry.getKey().stream().mapToInt(Integer::intValue).toArray(),
              total == 0 ? 0 : weight / total,
              cached ? 0 : entry.getValue() / all));
    }
    return samples;
  }

  /** Whether the kernel decides an event by its number alone. */
  private boolean cached(List<Integer> words) {
    int function = function(words.get(Diagram.ARCH), words.get(Diagram.NR));
    return functions.isVerdict(function)
        && functions.verdict(function) == Action.ALLOW.returnValue();
  }
}
