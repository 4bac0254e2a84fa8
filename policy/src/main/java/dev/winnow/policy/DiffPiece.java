package dev.winnow.policy;

import dev.winnow.policy.WordPieces.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of some architectures for which two verdict diagrams differ. All pieces together are all
 * of the difference: with what {@code after} says in them, the old diagram is the new one.
 *
 * @param firstToken the first audit token, unsigned
 * @param lastToken the last
 * @param firstNumber the first syscall number, unsigned
 * @param lastNumber the last
 * @param before the old verdict, a diagram that tests arguments only
 * @param after the new one
 */
public record DiffPiece(
    int firstToken, int lastToken, int firstNumber, int lastNumber, int before, int after) {
  /**
   * Where two diagrams differ, by token and number, ascending.
   *
   * @throws DiagramLimitException if they differ on too many ranges to be listed
   */
  public static List<DiffPiece> between(Diagram diagram, int before, int after)
      throws DiagramLimitException {
    List<DiffPiece> pieces = new ArrayList<>();
    for (Piece tokens : WordPieces.of(diagram, before, after, Diagram.ARCH)) {
      for (Piece numbers : WordPieces.of(diagram, tokens.left(), tokens.right(), Diagram.NR)) {
        pieces.add(
            new DiffPiece(
                tokens.first(),
                tokens.last(),
                numbers.first(),
                numbers.last(),
                numbers.left(),
                numbers.right()));
      }
    }
    return pieces;
  }
}
