package dev.winnow.minimizer.lift;

import dev.winnow.minimizer.expression.ExpressionReader;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.WordPieces;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads one architecture's section off what a program does with each number. */
final class SectionReader {
  /** So many rules about numbers above the table's are written one by one. */
  private static final int MAX_UNKNOWN_RULES = 1 << 12;

  private static final int POINTER = Diagram.variable(3, 31);

  private final Diagram diagram;
  private final Arch arch;
  private final SyscallTable table;
  private final List<Rule> rules = new ArrayList<>();

  SectionReader(Diagram diagram, Arch arch) {
    this.diagram = diagram;
    this.arch = arch;
    table = SyscallTable.of(arch);
  }

  /**
   * The section.
   *
   * @param pieces verdicts by number, over all numbers of the architecture
   */
  Section read(List<WordPieces.Piece> pieces, Action foreign)
      throws LiftException, DiagramLimitException {
    int first = pieces.getFirst().first();
    int highest = table.highest();
    List<WordPieces.Piece> known = WordPieces.within(pieces, first, highest);
    List<WordPieces.Piece> above = WordPieces.within(pieces, highest + 1, pieces.getLast().last());
    int unknown = WordPieces.commonest(above);
    if (!diagram.isLeaf(unknown)) {
      throw new LiftException(
          "the program looks at the arguments of all numbers above %s's highest, %d, which a policy"
                  .formatted(arch, highest)
              + " cannot say");
    }
    int listed = byDefault(known, unknown);
    addRules(known, listed);
    requireFew(above, unknown);
    addRules(above, unknown);
    return new Section(arch, action(listed), action(unknown), foreign, false, rules);
  }

  /**
   * What numbers get that the table has no name for: no rule of a writer was about those. If they
   * get nothing in particular, the commonest denial, and without any what unknown numbers get.
   */
  private int byDefault(List<WordPieces.Piece> known, int unknown) {
    Map<Integer, Integer> unnamed = new LinkedHashMap<>();
    Map<Integer, Integer> denials = new LinkedHashMap<>();
    for (WordPieces.Piece piece : known) {
      if (diagram.isLeaf(piece.left())) {
        for (long i = 0; i < piece.size(); i++) {
          if (table.byNumber(piece.first() + (int) i) == null) {
            unnamed.merge(piece.left(), 1, Integer::sum);
          }
        }
        if (!action(piece.left()).permits()) {
          denials.merge(piece.left(), (int) piece.size(), Integer::sum);
        }
      }
    }
    Map<Integer, Integer> votes = unnamed.isEmpty() ? denials : unnamed;
    int best = unknown;
    for (Map.Entry<Integer, Integer> vote : votes.entrySet()) {
      if (vote.getValue() > votes.getOrDefault(best, 0)) {
        best = vote.getKey();
      }
    }
    return best;
  }

  private void requireFew(List<WordPieces.Piece> above, int unknown) throws LiftException {
    long count = 0;
    for (WordPieces.Piece piece : above) {
      count += piece.left() == unknown ? 0 : piece.size();
      if (count > MAX_UNKNOWN_RULES) {
        throw new LiftException(
            ("the program gives %s numbers 0x%x to 0x%x, above the table's highest (%d), something"
                    + " else than most others there; a policy has one action for all of them, or"
                    + " rules for at most %,d numbers")
                .formatted(arch, piece.first(), piece.last(), table.highest(), MAX_UNKNOWN_RULES));
      }
    }
  }

  private void addRules(List<WordPieces.Piece> pieces, int otherwise)
      throws LiftException, DiagramLimitException {
    for (WordPieces.Piece piece : pieces) {
      if (piece.left() != otherwise) {
        for (long i = 0; i < piece.size(); i++) {
          addRules(piece.first() + (int) i, piece.left(), otherwise);
        }
      }
    }
  }

  /** A rule for each action that is not the default's; conditions are disjoint. */
  private void addRules(int number, int verdict, int otherwise)
      throws LiftException, DiagramLimitException {
    if (diagram.isLeaf(verdict)) {
      rules.add(new Rule(number, Expr.TRUE, action(verdict)));
      return;
    }
    requireNoPointer(number, verdict);
    TreeSet<Integer> values = new TreeSet<>();
    diagram.map(
        verdict,
        value -> {
          values.add(value);
          return value;
        });
    boolean complete = !values.remove(diagram.leafValue(otherwise));
    List<Rule> here = new ArrayList<>();
    for (int value : values) {
      Expr condition = expression(number, diagram.getting(verdict, value));
      here.add(new Rule(number, condition, Action.ofReturnValue(value)));
    }
    here.sort(Comparator.comparingInt(rule -> rule.condition().toString().length()));
    if (complete) {
      // Nothing is left for the default: the last rule takes what the others leave.
      here.add(new Rule(number, Expr.TRUE, here.removeLast().action()));
    }
    rules.addAll(here);
  }

  private Expr expression(int number, int condition) throws LiftException, DiagramLimitException {
    Syscall syscall = table.byNumber(number);
    Expr expression = ExpressionReader.read(diagram, condition, arch, syscall);
    if (expression == null) {
      throw new LiftException(
          "the condition of %s %s ties so many bits together that no expression says it"
              .formatted(arch, table.name(number)));
    }
    return expression;
  }

  private void requireNoPointer(int number, int verdict) throws LiftException {
    if (ProgramToPolicy.lastVariable(diagram, verdict) >= POINTER) {
      throw new LiftException(
          "what the program does with %s %s depends on the instruction pointer, which a policy"
                  .formatted(arch, table.name(number))
              + " cannot say");
    }
  }

  private Action action(int leaf) {
    return Action.ofReturnValue(diagram.leafValue(leaf));
  }
}
