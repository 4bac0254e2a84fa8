package dev.winnow.minimizer.compiler;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verdict diagrams seen word by word. A diagram tests its words in one fixed order; a program may
 * test them in any, so a word can be pulled to the front.
 */
final class Functions {
  private final Diagram diagram;
  private final Effort effort;
  private final LayerTable layers;
  private final Map<Integer, Integer> words = new HashMap<>();
  private final Map<Pull, Integer> pulled = new HashMap<>();

  /** Stands for a layer that was not made, because pulling its word would take too long. */
  static final int NOT_MADE = -1;

  private record Pull(int function, int word) {}

  private static final class TooLongException extends Exception {
    @Serial private static final long serialVersionUID = 1L;
  }

  Functions(Diagram diagram, Effort effort) {
    this.diagram = diagram;
    this.effort = effort;
    layers = new LayerTable(effort);
  }

  /** The effort that all this costs. */
  Effort effort() {
    return effort;
  }

  LayerTable layers() {
    return layers;
  }

  boolean isVerdict(int function) {
    return diagram.isLeaf(function);
  }

  int verdict(int function) {
    return diagram.leafValue(function);
  }

  /** The words that the function depends on: bit i for word i. */
  int words(int function) {
    if (diagram.isLeaf(function)) {
      return 0;
    }
    Integer known = words.get(function);
    if (known != null) {
      return known;
    }
    int mask = words(diagram.low(function)) | words(diagram.high(function));
    mask |= 1 << wordOf(diagram.variableOf(function));
    words.put(function, mask);
    return mask;
  }

  /** The verdicts that a function leads to. */
  Set<Integer> verdicts(int function) {
    Set<Integer> verdicts = new LinkedHashSet<>();
    collect(function, -1, null, new HashSet<>(), verdicts);
    return verdicts;
  }

  /**
   * How many words there are on each of which alone the verdict for an event hangs: with another
   * value of it and the event's values of all others it is another one.
   */
  int decisive(int function, Sample event) {
    int decisive = 0;
    for (int word = 0; word < 16; word++) {
      if ((words(function) & 1 << word) != 0) {
        Set<Integer> verdicts = new LinkedHashSet<>();
        collect(function, word, event, new HashSet<>(), verdicts);
        decisive += verdicts.size() > 1 ? 1 : 0;
      }
    }
    return decisive;
  }

  /** The verdicts of an event whose word has any value; of all events if there is none. */
  private void collect(
      int function, int free, @Nullable Sample event, Set<Integer> seen, Set<Integer> verdicts) {
    if (diagram.isLeaf(function)) {
      verdicts.add(function);
    } else if (seen.add(function)) {
      int variable = diagram.variableOf(function);
      int word = wordOf(variable);
      boolean both = event == null || word == free;
      boolean one = event != null && (event.word(word) >>> (31 - (variable & 31)) & 1) != 0;
      if (both || !one) {
        collect(diagram.low(function), free, event, seen, verdicts);
      }
      if (both || one) {
        collect(diagram.high(function), free, event, seen, verdicts);
      }
    }
  }

  /** The word that the diagram itself tests first. */
  int firstWord(int function) {
    return wordOf(diagram.variableOf(function));
  }

  private static int wordOf(int variable) {
    for (int word = 0; word < 16; word++) {
      if (Diagram.variable(word, variable & 31) >>> 5 == variable >>> 5) {
        return word;
      }
    }
    throw new IllegalArgumentException("no variable " + variable);
  }

  /**
   * The function as a layer of one word: for each value of the word, what remains.
   *
   * <p>If the diagram tests another word first, that word's parts are pulled each and put side by
   * side: wherever the parts' layers agree on what each part becomes, the other word's layer is
   * built again over that. Costs one copy of it for each combination that occurs; {@link #NOT_MADE}
   * if these are too many, which they never are for the first word.
   */
  int layer(int function, int word) throws DiagramLimitException {
    Pull key = new Pull(function, word);
    Integer known = pulled.get(key);
    if (known != null) {
      return known;
    }
    int layer;
    if ((words(function) & 1 << word) == 0) {
      layer = layers.leaf(function);
    } else if (firstWord(function) == word) {
      layer = cut(function, word, new HashMap<>());
    } else {
      layer = pullThrough(function, word);
    }
    pulled.put(key, layer);
    return layer;
  }

  /** The verdicts by one word, where all others are an event's. */
  int layerGiven(int function, int word, Sample event) {
    return given(function, word, event, new HashMap<>());
  }

  private int given(int function, int word, Sample event, Map<Integer, Integer> known) {
    if (diagram.isLeaf(function)) {
      return layers.leaf(function);
    }
    Integer done = known.get(function);
    if (done != null) {
      return done;
    }
    int variable = diagram.variableOf(function);
    int bit = 31 - (variable & 31);
    int tested = wordOf(variable);
    boolean one = (event.word(tested) >>> bit & 1) != 0;
    int layer =
        tested == word
            ? layers.node(
                bit,
                given(diagram.low(function), word, event, known),
                given(diagram.high(function), word, event, known))
            : given(one ? diagram.high(function) : diagram.low(function), word, event, known);
    known.put(function, layer);
    return layer;
  }

  /** The layer of the word that the diagram tests first. */
  private int cut(int function, int word, Map<Integer, Integer> known) {
    int variable = diagram.variableOf(function);
    int last = Diagram.variable(word, 0);
    if (variable > last) {
      return layers.leaf(function);
    }
    Integer done = known.get(function);
    if (done != null) {
      return done;
    }
    int zero = cut(diagram.low(function), word, known);
    int layer = layers.node(last - variable, zero, cut(diagram.high(function), word, known));
    known.put(function, layer);
    return layer;
  }

  private int pullThrough(int function, int word) throws DiagramLimitException {
    int before = firstWord(function);
    int outer = layer(function, before);
    List<Integer> parts = List.copyOf(layers.functions(outer));
    List<Integer> pulledParts = new ArrayList<>();
    for (int part : parts) {
      int layer = layer(part, word);
      if (layer == NOT_MADE) {
        return NOT_MADE;
      }
      pulledParts.add(layer);
    }
    try {
      return new SideBySide(outer, before, parts).join(pulledParts);
    } catch (TooLongException e) {
      return NOT_MADE;
    }
  }

  /** Layers of one word, one per part of an outer word's layer, as one layer. */
  private final class SideBySide {
    private final int outer;
    private final int outerWord;
    private final List<Integer> parts;
    private final Map<List<Integer>, Integer> known = new HashMap<>();
    private final long limit = effort.pullingLimit();

    SideBySide(int outer, int outerWord, List<Integer> parts) {
      this.outer = outer;
      this.outerWord = outerWord;
      this.parts = parts;
    }

    int join(List<Integer> inner) throws DiagramLimitException, TooLongException {
      pull(inner.size());
      Integer done = known.get(inner);
      if (done != null) {
        return done;
      }
      int bit = inner.stream().mapToInt(layers::bit).max().orElse(-1);
      int layer;
      if (bit < 0) {
        Map<Integer, Integer> replaced = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
          replaced.put(parts.get(i), layers.function(inner.get(i)));
        }
        layer = layers.leaf(rebuild(outer, replaced, new HashMap<>()));
      } else {
        int zero = join(inner.stream().map(i -> branch(i, bit, false)).toList());
        layer =
            layers.node(bit, zero, join(inner.stream().map(i -> branch(i, bit, true)).toList()));
      }
      known.put(inner, layer);
      return layer;
    }

    private void pull(int steps) throws TooLongException {
      if (!effort.pull(steps, limit)) {
        throw new TooLongException();
      }
    }

    /** The outer layer as a diagram, with other functions in the place of its parts. */
    private int rebuild(int layer, Map<Integer, Integer> replaced, Map<Integer, Integer> built)
        throws DiagramLimitException, TooLongException {
      pull(1);
      if (layers.isLeaf(layer)) {
        int part = layers.function(layer);
        return replaced.getOrDefault(part, part);
      }
      Integer done = built.get(layer);
      if (done != null) {
        return done;
      }
      int low = rebuild(layers.zero(layer), replaced, built);
      int high = rebuild(layers.one(layer), replaced, built);
      int function = diagram.node(Diagram.variable(outerWord, layers.bit(layer)), low, high);
      built.put(layer, function);
      return function;
    }
  }

  private int branch(int layer, int bit, boolean one) {
    if (layers.bit(layer) != bit) {
      return layer;
    }
    return one ? layers.one(layer) : layers.zero(layer);
  }
}
