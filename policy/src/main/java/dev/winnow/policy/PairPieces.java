package dev.winnow.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where two diagrams differ, as pieces of the word that they test first. */
final class PairPieces {
  /**
   * Too low: programs for thousands of numbers are not compared. Too high: two that test single
   * bits of a number, and so differ on millions of pieces, take long before they fail.
   */
  private static final int MAX_PIECES = 1 << 14;

  private final Diagram diagram;
  private final int last;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * The values {@code first..last} of the word, unsigned, for which two different diagrams remain.
   *
   * @param left what remains of the one
   * @param right what remains of the other
   */
  record Piece(int first, int last, int left, int right) {
    /** Whether another piece says the same about other values. */
    boolean like(@Nullable Piece other) {
      return other != null && left == other.left && right == other.right;
    }

    boolean holds(int value) {
      return Integer.compareUnsigned(first, value) <= 0
          && Integer.compareUnsigned(value, last) <= 0;
    }
  }

  private PairPieces(Diagram diagram, int word) {
    this.diagram = diagram;
    last = Diagram.variable(word, 0);
  }

  /** All pieces, ascending. */
  static List<Piece> of(Diagram diagram, int left, int right, int word)
      throws DiagramLimitException {
    PairPieces result = new PairPieces(diagram, word);
    result.split(left, right, 31, 0);
    return result.pieces;
  }

  /** The parts of pieces that lie in {@code first..last}. */
  static List<Piece> within(List<Piece> pieces, int first, int last) {
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

  /** The piece that holds a value; null if the diagrams are the same there. */
  static @Nullable Piece at(List<Piece> pieces, int value) {
    for (Piece piece : pieces) {
      if (piece.holds(value)) {
        return piece;
      }
    }
    return null;
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
