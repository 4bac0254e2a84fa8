package dev.winnow.reports.diff;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.DiffPiece;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All of a difference, written down. */
final class ExactChanges {
  private final Diagram diagram;
  private final Conditions conditions;

  ExactChanges(Diagram diagram, Conditions conditions) {
    this.diagram = diagram;
    this.conditions = conditions;
  }

  List<ExactChange> between(int before, int after) throws DiagramLimitException {
    List<ExactChange> changes = new ArrayList<>();
    for (DiffPiece piece : DiffPiece.between(diagram, before, after)) {
      for (int old : values(piece.before())) {
        int from = diagram.getting(piece.before(), old);
        for (int now : values(piece.after())) {
          int set = diagram.and(from, diagram.getting(piece.after(), now));
          if (old != now && set != Diagram.FALSE) {
            changes.add(
                new ExactChange(
                    piece.firstToken(),
                    piece.lastToken(),
                    piece.firstNumber(),
                    piece.lastNumber(),
                    condition(piece, set),
                    old,
                    now));
          }
        }
      }
    }
    return changes;
  }

  private String condition(DiffPiece piece, int set) throws DiagramLimitException {
    @Nullable Arch arch =
        piece.firstToken() == piece.lastToken() ? Arch.ofAuditToken(piece.firstToken()) : null;
    return arch == null
        ? conditions.ofRegisters(set)
        : conditions.of(arch, piece.firstNumber(), set);
  }

  private SortedSet<Integer> values(int verdict) throws DiagramLimitException {
    SortedSet<Integer> values = new TreeSet<>();
    int same =
        diagram.map(
            verdict,
            value -> {
              values.add(value);
              return value;
            });
    assert same == verdict : "nothing was changed";
    return values;
  }
}
