package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.winnow.minimizer.compiler.Cubes.Cube;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CubesTest {
  private static final int BITS = 6;
  private static final int IN = 7;
  private static final int OUT = 8;

  private final Effort effort = new Effort();
  private final LayerTable layers = new LayerTable(effort);

  /** The layer that leads to IN where the table says so, on the lowest bits of a word. */
  private int layer(boolean[] table, int bit, int prefix) {
    if (bit < 0) {
      return layers.leaf(table[prefix] ? IN : OUT);
    }
    int zero = layer(table, bit - 1, prefix);
    return layers.node(bit, zero, layer(table, bit - 1, prefix | 1 << bit));
  }

  private static boolean covered(List<Cube> cubes, int word) {
    return cubes.stream().anyMatch(cube -> cube.holds(word));
  }

  @Test
  void cubesAreTheFunctionAndNoneCanBeLeftOut() {
    for (long seed = 0; seed < 200; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      boolean[] table = new boolean[1 << BITS];
      int density = 1 + random.nextInt(6);
      for (int word = 0; word < table.length; word++) {
        table[word] = random.nextInt(density) == 0;
      }
      List<Cube> cubes = new Cubes(layers, effort).of(layer(table, BITS - 1, 0), IN);
      assertNotNull(cubes, "seed " + seed);
      for (int word = 0; word < table.length; word++) {
        assertEquals(table[word], covered(cubes, word), "seed " + seed + " word " + word);
      }
      for (Cube cube : cubes) {
        List<Cube> others = new ArrayList<>(cubes);
        others.remove(cube);
        boolean same = true;
        for (int word = 0; word < table.length; word++) {
          same &= table[word] == covered(others, word);
        }
        assertFalse(same, "seed " + seed + ": " + cube + " is not needed");
      }
    }
  }

  @Test
  void productsOfFlagsAreFoundAsTheyWereWritten() {
    List<Cube> written = List.of(new Cube(0x7, 0x7), new Cube(0x28, 0x28), new Cube(0x90, 0x90));
    boolean[] table = new boolean[1 << 8];
    for (int word = 0; word < table.length; word++) {
      table[word] = covered(written, word);
    }
    List<Cube> cubes = new Cubes(layers, effort).of(layer(table, 7, 0), IN);
    assertNotNull(cubes);
    assertEquals(3, cubes.size());
    assertEquals(Set.copyOf(written), Set.copyOf(cubes));
  }

  /** Parity of 12 bits: 2048 cubes. */
  @Test
  void tooManyCubesAreNone() {
    int even = layers.leaf(IN);
    int odd = layers.leaf(OUT);
    for (int bit = 0; bit < 12; bit++) {
      int both = layers.node(bit, even, odd);
      odd = layers.node(bit, odd, even);
      even = both;
    }
    assertNull(new Cubes(layers, effort).of(even, IN));
  }
}
