package dev.winnow.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Diagrams as piecewise constant functions of the word that they test first: of one diagram what
 * remains for which values, of two where they differ.
 */
public final class WordPieces {
  /**
   * Too low: programs for thousands of numbers are refused. Too high: one that tests bits of a
   * number, which falls into millions of pieces, takes long before it is refused.
   */
  public static final int MAX_PIECES = 1 << 14;

  /** A boolean diagram: never what remains of a verdict diagram. */
  private static final int NOTHING = Diagram.FALSE;

  private final Diagram diagram;
  private final int last;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * The values {@code first..last} of the word, unsigned, for which the same remains; neighbouring
   * pieces differ.
   *
   * @param left what remains, a diagram of later words; of two diagrams, of the one
   * @param right what remains of the other
   */
  public record Piece(int first, int last, int left, int right) {
    /** How many values, 1 to 2^32. */
    public long size() {
      return Integer.toUnsignedLong(last) - Integer.toUnsignedLong(first) + 1;
    }

    /** Whether another piece says the same about other values. */
    boolean like(@Nullable Piece other) {
      return other != null && left == other.left && right == other.right;
    }

    private boolean holds(int value) {
      return Integer.compareUnsigned(first, value) <= 0
          && Integer.compareUnsigned(value, last) <= 0;
    }
  }

  private WordPieces(Diagram diagram, int word) {
    this.diagram = diagram;
    last = Diagram.variable(word, 0);
  }

  /**
   * All pieces of a verdict diagram, ascending.
   *
   * @throws DiagramLimitException if there are more than {@link #MAX_PIECES}
   */
  public static List<Piece> of(Diagram diagram, int root, int word) throws DiagramLimitException {
    return of(diagram, root, NOTHING, word);
  }

  /**
   * The pieces on which two diagrams differ, ascending.
   *
   * @throws DiagramLimitException if there are more than {@link #MAX_PIECES}
   */
  static List<Piece> of(Diagram diagram, int left, int right, int word)
      throws DiagramLimitException {
    WordPieces result = new WordPieces(diagram, word);
    result.split(left, right, 31, 0);
    return result.pieces;
  }

  /** The parts of pieces that lie in {@code first..last}. */
  public static List<Piece> within(List<Piece> pieces, int first, int last) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      int from = Integer.compareUnsigned(piece.first, first) < 0 ? first : piece.first;
      int to = Integer.compareUnsigned(piece.last, last) > 0 ? last : piece.last;
      if (Integer.compareUnsigned(from, to) <= 0) {
        cut.add(new Piece(from, to, piece.left, piece.right));
      }
    }
    return cut;
  }

  /** The piece that holds a value; null if none does. */
  static @Nullable Piece at(List<Piece> pieces, int value) {
    for (Piece piece : pieces) {
      if (piece.holds(value)) {
        return piece;
      }
    }
    return null;
  }

  /** What remains of the one diagram for most values; of several the one that comes first. */
  public static int commonest(List<Piece> pieces) {
    Map<Integer, Long> sizes = new HashMap<>();
    pieces.forEach(piece -> sizes.merge(piece.left, piece.size(), Long::sum));
    int best = pieces.getFirst().left;
    for (Piece piece : pieces) {
      if (sizes.getOrDefault(piece.left, 0L) > sizes.getOrDefault(best, 0L)) {
        best = piece.left;
      }
    }
    return best;
  }

  private void split(int left, int right, int bit, int base) throws DiagramLimitException {
    if (left == right) {
      return;
    }
    if (diagram.variableOf(left) > last && diagram.variableOf(right) > last) {
      add(new Piece(base, bit == 31 ? -1 : base | ((1 << (bit + 1)) - 1), left, right));
      return;
    }
    int variable = last - bit;
    split(low(left, variable), low(right, variable), bit - 1, base);
    split(high(left, variable), high(right, variable), bit - 1, base | 1 << bit);
  }

  private int low(int node, int variable) {
    return diagram.variableOf(node) == variable ? diagram.low(node) : node;
  }

  private int high(int node, int variable) {
    return diagram.variableOf(node) == variable ? diagram.high(node) : node;
  }

  private void add(Piece piece) throws DiagramLimitException {
    if (!pieces.isEmpty()
        && pieces.getLast().last + 1 == piece.first
        && piece.like(pieces.getLast())) {
      pieces.add(new Piece(pieces.removeLast().first, piece.last, piece.left, piece.right));
    } else {
      pieces.add(piece);
    }
    if (pieces.size() > MAX_PIECES) {
      throw new DiagramLimitException(
          "they differ on more than %,d ranges of numbers".formatted(MAX_PIECES));
    }
  }
}
