package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiagramTest {
  /** Three variables of three words, so that functions of them are the 256 truth tables. */
  private static final int[] SMALL = {
    Diagram.variable(1, 31), Diagram.variable(0, 0), Diagram.variable(4, 5)
  };

  private final Diagram diagram = new Diagram();

  /** The diagram of a truth table: bit i of it is the value where variable j is bit j of i. */
  private int ofTable(int table) throws DiagramLimitException {
    return ofTable(table, 0, 0);
  }

  private int ofTable(int table, int variable, int row) throws DiagramLimitException {
    return variable == 3
        ? (table >>> row & 1)
        : diagram.node(
            SMALL[variable],
            ofTable(table, variable + 1, row),
            ofTable(table, variable + 1, row | 1 << variable));
  }

  @Test
  void everyFunctionHasOneHandle() throws DiagramLimitException {
    Set<Integer> handles = new HashSet<>();
    for (int table = 0; table < 256; table++) {
      handles.add(ofTable(table));
    }
    assertEquals(256, handles.size());
    assertEquals(Diagram.FALSE, ofTable(0));
    assertEquals(Diagram.TRUE, ofTable(255));
  }

  @Test
  void operationsOnAllPairsAreThoseOfTruthTables() throws DiagramLimitException {
    for (int a = 0; a < 256; a++) {
      assertEquals(ofTable(~a & 255), diagram.not(ofTable(a)));
      for (int b = 0; b < 256; b++) {
        assertEquals(ofTable(a & b), diagram.and(ofTable(a), ofTable(b)));
        assertEquals(ofTable(a | b), diagram.or(ofTable(a), ofTable(b)));
        assertEquals(ofTable(a ^ b), diagram.xor(ofTable(a), ofTable(b)));
      }
    }
  }

  @Test
  void unionsAndIntersectionsOfManyAreThoseOfTruthTables() throws DiagramLimitException {
    assertEquals(Diagram.FALSE, diagram.any());
    assertEquals(Diagram.TRUE, diagram.all());
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      int[] parts = random.ints(1 + random.nextInt(7), 0, 256).toArray();
      int any = 0;
      int all = 255;
      int[] diagrams = new int[parts.length];
      for (int p = 0; p < parts.length; p++) {
        any |= parts[p];
        all &= parts[p];
        diagrams[p] = ofTable(parts[p]);
      }
      assertEquals(ofTable(any), diagram.any(diagrams));
      assertEquals(ofTable(all), diagram.all(diagrams));
    }
  }

  /** Rules in any order: one after the other each would copy all that was there before. */
  @Test
  void manyValuesOfSeveralArgumentsNeedFewNodes() throws DiagramLimitException {
    Diagram small = new Diagram(1_500_000);
    Random random = new Random(3);
    int[] parts = new int[5000];
    for (int i = 0; i < parts.length; i++) {
      long value = random.nextLong();
      parts[i] = small.termInRange(Term.of(random.nextInt(3), 64), value, value);
    }
    assertTrue(small.size(small.any(parts)) < 300_000);
  }

  @Test
  void iteOnTriplesIsThatOfTruthTables() throws DiagramLimitException {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      int f = random.nextInt(256);
      int g = random.nextInt(256);
      int h = random.nextInt(256);
      assertEquals(ofTable((f & g) | (~f & h)), diagram.ite(ofTable(f), ofTable(g), ofTable(h)));
    }
  }

  @Test
  void iteOverVerdictsPicksTheBranch() throws DiagramLimitException {
    int allow = diagram.leaf(0x7fff0000);
    int kill = diagram.leaf(0);
    for (int f = 0; f < 256; f++) {
      int verdicts = diagram.ite(ofTable(f), allow, kill);
      assertEquals(ofTable(f), diagram.permitted(verdicts));
      assertEquals(ofTable(~f & 255), diagram.getting(verdicts, 0));
      for (int g = 0; g < 256; g += 5) {
        int nested = diagram.ite(ofTable(g), verdicts, kill);
        assertEquals(ofTable(f & g), diagram.permitted(nested));
      }
    }
  }

  @Test
  void leavesOfVerdictsAreNotFalseAndTrue() throws DiagramLimitException {
    assertNotEquals(Diagram.FALSE, diagram.leaf(0));
    assertNotEquals(Diagram.TRUE, diagram.leaf(1));
    assertTrue(diagram.isLeaf(Diagram.TRUE));
    assertTrue(diagram.isBoolean(Diagram.TRUE));
    assertFalse(diagram.isBoolean(diagram.leaf(1)));
    assertEquals(0x80000000, diagram.leafValue(diagram.leaf(0x80000000)));
  }

  @Test
  void mixingBooleansAndVerdictsIsRefused() throws DiagramLimitException {
    int bit = diagram.bit(0, 0);
    int leaf = diagram.leaf(5);
    assertThrows(IllegalArgumentException.class, () -> diagram.ite(bit, Diagram.TRUE, leaf));
    assertThrows(IllegalArgumentException.class, () -> diagram.ite(leaf, bit, bit));
    assertThrows(IllegalArgumentException.class, () -> diagram.node(0, leaf, Diagram.FALSE));
    assertThrows(IllegalArgumentException.class, () -> diagram.permitted(bit));
    assertThrows(IllegalArgumentException.class, () -> diagram.count(leaf));
    assertThrows(IllegalArgumentException.class, () -> diagram.difference(bit, leaf));
  }

  @Test
  void nodesKeepTheOrderOfVariables() throws DiagramLimitException {
    int late = diagram.bit(2, 0);
    assertEquals(511, diagram.variableOf(late));
    assertThrows(IllegalArgumentException.class, () -> diagram.node(511, late, Diagram.TRUE));
    assertThrows(IllegalArgumentException.class, () -> diagram.node(-1, late, Diagram.TRUE));
    assertThrows(IllegalArgumentException.class, () -> Diagram.variable(16, 0));
    assertEquals(0, Diagram.variable(1, 31));
    assertEquals(32, Diagram.variable(0, 31));
    assertEquals(64, Diagram.variable(5, 31));
    assertEquals(96, Diagram.variable(4, 31));
    for (int word = 0; word < 16; word++) {
      for (int bit = 0; bit < 32; bit++) {
        assertEquals(word, Diagram.wordOf(Diagram.variable(word, bit)));
      }
    }
  }

  @Test
  void rangesHoldExactlyTheirValues() throws DiagramLimitException {
    long[] bounds = {0, 1, 5, 0x7fffffffL, 0x80000000L, 0xffffffffL, 1L << 32, 1L << 63, -2, -1};
    for (long mask : new long[] {-1, 0xffffffffL, 0xffff, 0xf0f0f0f0f0f0f0f0L, 0}) {
      Term term = new Term(3, 64, mask);
      for (long low : bounds) {
        for (long high : bounds) {
          int range = diagram.termInRange(term, low, high);
          for (long value : bounds) {
            boolean inside =
                Long.compareUnsigned(low, value & mask) <= 0
                    && Long.compareUnsigned(value & mask, high) <= 0;
            assertEquals(
                inside ? 1 : 0,
                diagram.evaluate(range, SeccompData.of(9, 9, 7, 7, 7, value, 7, 7)),
                () -> "%x & %x in %x..%x".formatted(value, mask, low, high));
          }
        }
      }
    }
  }

  @Test
  void comparisonsAreUnsigned() throws DiagramLimitException {
    long[] values = {0, 1, 4095, 4096, 0xffffffffL, 1L << 32, 1L << 63, -1};
    Term term = Term.of(1, 64);
    for (Expr.Op op : Expr.Op.values()) {
      for (long bound : values) {
        int set = diagram.termCompares(term, op, bound);
        for (long value : values) {
          assertEquals(
              op.holds(value, bound),
              diagram.evaluate(set, SeccompData.of(0, 0, 3, value)) == 1,
              () -> "%x %s %x".formatted(value, op.symbol(), bound));
        }
      }
    }
  }

  @Test
  void wordRangesMaskTheWord() throws DiagramLimitException {
    assertEquals(diagram.bit(0, 4), diagram.wordInRange(0, 0x10, 0x10, 0x10));
    assertEquals(diagram.bit(0, 31), diagram.wordInRange(0, 0x80000000, -1));
    assertEquals(diagram.not(diagram.wordEquals(6, 0)), diagram.wordInRange(6, 1, 0xffffffff));
    assertEquals(Diagram.FALSE, diagram.wordInRange(6, 2, 1));
    assertEquals(Diagram.FALSE, diagram.wordInRange(6, 0xf, 0x10, -1));
  }

  @Test
  void dispatchIsNestedIte() throws DiagramLimitException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Set<Integer> values = new java.util.TreeSet<>(Integer::compareUnsigned);
      values.add(0);
      for (int i = random.nextInt(20); i > 0; i--) {
        values.add(random.nextBoolean() ? random.nextInt() : random.nextInt(20));
      }
      int[] starts = values.stream().mapToInt(Integer::intValue).toArray();
      int[] parts = new int[starts.length];
      int nested = diagram.leaf(0);
      for (int i = 0; i < starts.length; i++) {
        parts[i] = diagram.leaf(random.nextInt(3));
        nested = diagram.ite(diagram.wordInRange(0, starts[i], -1), parts[i], nested);
      }
      assertEquals(nested, diagram.dispatch(0, starts, parts));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> diagram.dispatch(0, new int[] {0, -1, 1}, new int[3]));
  }

  @Test
  void countIsTheVolume() throws DiagramLimitException {
    BigInteger two = BigInteger.TWO;
    assertEquals(BigInteger.ZERO, diagram.count(Diagram.FALSE));
    assertEquals(two.pow(512), diagram.count(Diagram.TRUE));
    int small = diagram.termInRange(Term.of(2, 64), 10, 19);
    assertEquals(BigInteger.TEN.multiply(two.pow(448)), diagram.count(small));
    assertEquals(BigInteger.TEN.multiply(two.pow(384)), diagram.count(small, 64));
    int bits = diagram.or(diagram.bit(0, 1), diagram.bit(15, 3));
    assertEquals(BigInteger.valueOf(3).multiply(two.pow(510)), diagram.count(bits));
  }

  @Test
  void countsOfComplementsAddUp() throws DiagramLimitException {
    for (int table = 0; table < 256; table++) {
      BigInteger inside = diagram.count(ofTable(table));
      assertEquals(BigInteger.valueOf(Integer.bitCount(table)).shiftLeft(509), inside);
    }
  }

  @Test
  void witnessIsTheFirstEvent() throws DiagramLimitException {
    assertNull(diagram.witness(Diagram.FALSE));
    assertEquals(SeccompData.of(0, 0), diagram.witness(Diagram.TRUE));
    int set =
        diagram.and(
            diagram.wordEquals(Diagram.NR, 257),
            diagram.termInRange(Term.of(2, 32), 0x241, 0xffffffffL));
    assertEquals(SeccompData.of(0, 257, 0, 0, 0x241), diagram.witness(set));
    int pointer = diagram.and(diagram.bit(3, 31), diagram.bit(2, 0));
    SeccompData far = diagram.witness(pointer);
    assertNotNull(far);
    assertEquals(Long.MIN_VALUE + 1, far.instructionPointer());
  }

  @Test
  void differenceSeparatesAnyTwoFunctions() throws DiagramLimitException {
    for (int a = 0; a < 256; a += 3) {
      for (int b = 0; b < 256; b++) {
        Diagram.Difference difference = diagram.difference(ofTable(a), ofTable(b));
        assertEquals(a == b, difference == null);
        if (difference != null) {
          assertNotEquals(difference.left(), difference.right());
          assertEquals(difference.left(), diagram.evaluate(ofTable(a), difference.event()));
          assertEquals(difference.right(), diagram.evaluate(ofTable(b), difference.event()));
        }
      }
    }
  }

  @Test
  void restrictFollowsArchAndNumber() throws DiagramLimitException {
    int argument = diagram.termInRange(Term.of(0, 32), 3, 4);
    int set =
        diagram.and(
            diagram.and(diagram.wordEquals(Diagram.ARCH, 0xC000003E), diagram.bit(Diagram.NR, 3)),
            argument);
    assertEquals(argument, diagram.restrict(set, 0xC000003E, 8));
    assertEquals(Diagram.FALSE, diagram.restrict(set, 0xC000003E, 7));
    assertEquals(Diagram.FALSE, diagram.restrict(set, 0x40000003, 8));
  }

  @Test
  void mapRenamesVerdicts() throws DiagramLimitException {
    int verdicts = diagram.ite(diagram.bit(0, 0), diagram.leaf(0x50001), diagram.leaf(0x50002));
    assertEquals(diagram.leaf(0x50000), diagram.map(verdicts, v -> v & 0xffff0000));
    assertEquals(3, diagram.size(verdicts));
  }

  @Test
  void growthKeepsHandlesAndResults() throws DiagramLimitException {
    Term term = Term.of(0, 64);
    Random random = new Random(3);
    long[] values = random.longs(3000).toArray();
    int up = Diagram.FALSE;
    int down = Diagram.FALSE;
    for (int i = 0; i < values.length; i++) {
      up = diagram.or(up, diagram.termInRange(term, values[i], values[i]));
      long last = values[values.length - 1 - i];
      down = diagram.or(down, diagram.termInRange(term, last, last));
    }
    assertEquals(up, down);
    assertTrue(diagram.nodes() > 100_000, "the tables grew");
    assertEquals(BigInteger.valueOf(3000).shiftLeft(448), diagram.count(up));
  }

  @Test
  void sameCallsGiveSameHandles() throws DiagramLimitException {
    assertEquals(someDiagram(new Diagram()), someDiagram(new Diagram()));
  }

  private static int someDiagram(Diagram diagram) throws DiagramLimitException {
    int set = Diagram.FALSE;
    for (int i = 0; i < 50; i++) {
      set = diagram.xor(set, diagram.termInRange(Term.of(i % 6, 32), i, 100L * i));
    }
    return set;
  }

  @Test
  void limitIsAFailureThatSaysWhatToDo() {
    // Ties each bit of one argument to that of another: exponential in this order.
    Diagram small = new Diagram(10_000);
    DiagramLimitException limit =
        assertThrows(
            DiagramLimitException.class,
            () -> {
              int all = Diagram.TRUE;
              for (int bit = 0; bit < 32; bit++) {
                all = small.and(all, small.or(small.bit(4, bit), small.bit(6, bit)));
              }
            });
    assertTrue(String.valueOf(limit.getMessage()).contains("more than 10,000 nodes"));
    assertTrue(String.valueOf(limit.getMessage()).contains("split such a rule"));
  }
}
