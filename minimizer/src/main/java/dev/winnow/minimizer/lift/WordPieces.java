package dev.winnow.minimizer.lift;

import dev.winnow.policy.Diagram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A diagram as a piecewise constant function of the word that it tests first. */
final class WordPieces {
  /**
   * Too low: programs for thousands of numbers are refused. Too high: one that tests bits of a
   * number, which falls into millions of pieces, takes long before it is refused.
   */
  private static final int MAX_PIECES = 1 << 14;

  private final Diagram diagram;
  private final int last;
  private final String word;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * The values {@code first..last} of the word, unsigned, for which {@code rest} remains.
   *
   * @param rest a diagram of later words
   */
  record Piece(int first, int last, int rest) {
    /** How many values, 1 to 2^32. */
    long size() {
      return Integer.toUnsignedLong(last) - Integer.toUnsignedLong(first) + 1;
    }
  }

  private WordPieces(Diagram diagram, int word) {
    this.diagram = diagram;
    last = Diagram.variable(word, 0);
    this.word = word == Diagram.ARCH ? "architectures" : "numbers";
  }

  /** All pieces, ascending; neighbours differ. */
  static List<Piece> of(Diagram diagram, int root, int word) throws LiftException {
    WordPieces result = new WordPieces(diagram, word);
    result.split(root, 31, 0);
    return result.pieces;
  }

  /** The parts of the pieces that lie in {@code first..last}. */
  static List<Piece> within(List<Piece> pieces, int first, int last) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      int from = Integer.compareUnsigned(piece.first, first) < 0 ? first : piece.first;
      int to = Integer.compareUnsigned(piece.last, last) > 0 ? last : piece.last;
      if (Integer.compareUnsigned(from, to) <= 0) {
        cut.add(new Piece(from, to, piece.rest));
      }
    }
    return cut;
  }

  /** What remains for most values; of several the one that comes first. */
  static int commonest(List<Piece> pieces) {
    Map<Integer, Long> sizes = new HashMap<>();
    pieces.forEach(piece -> sizes.merge(piece.rest, piece.size(), Long::sum));
    int best = pieces.getFirst().rest;
    for (Piece piece : pieces) {
      if (sizes.getOrDefault(piece.rest, 0L) > sizes.getOrDefault(best, 0L)) {
        best = piece.rest;
      }
    }
    return best;
  }

  private void split(int node, int bit, int base) throws LiftException {
    if (diagram.variableOf(node) > last) {
      int end = bit == 31 ? -1 : base | ((1 << (bit + 1)) - 1);
      add(new Piece(base, end, node));
      return;
    }
    boolean tested = diagram.variableOf(node) == last - bit;
    split(tested ? diagram.low(node) : node, bit - 1, base);
    split(tested ? diagram.high(node) : node, bit - 1, base | 1 << bit);
  }

  private void add(Piece piece) throws LiftException {
    if (!pieces.isEmpty() && pieces.getLast().rest == piece.rest) {
      pieces.add(new Piece(pieces.removeLast().first, piece.last, piece.rest));
    } else {
      pieces.add(piece);
    }
    if (pieces.size() > MAX_PIECES) {
      throw new LiftException(
          "the program tells %s apart by more than %,d ranges: it tests their bits, which a policy"
                  .formatted(word, MAX_PIECES)
              + " cannot say");
    }
  }
}
