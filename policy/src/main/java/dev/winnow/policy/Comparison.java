package dev.winnow.policy;

import dev.winnow.policy.WordPieces.Piece;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two verdict diagrams of one manager, compared by architecture and number. */
final class Comparison {
  /** {@code AUDIT_ARCH_ALPHA} of linux/audit.h, which stands for architectures without section. */
  private static final int FOREIGN_TOKEN = 0xC0009026;

  private final Diagram diagram;
  private final int old;
  private final int now;
  private final Set<Arch> named;
  private final List<Change> changes = new ArrayList<>();

  /**
   * @param named architectures that are shown on their own even if all that changes there changes
   *     for foreign ones too
   */
  Comparison(Diagram diagram, int old, int now, Set<Arch> named) {
    this.diagram = diagram;
    this.old = old;
    this.now = now;
    this.named = Set.copyOf(named);
  }

  static Comparison of(Policy before, Policy after) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    Set<Arch> named = EnumSet.noneOf(Arch.class);
    before.sections().forEach(section -> named.add(section.arch()));
    after.sections().forEach(section -> named.add(section.arch()));
    return new Comparison(
        diagram, PolicyDiagram.of(diagram, before), PolicyDiagram.of(diagram, after), named);
  }

  List<Change> changes() throws DiagramLimitException {
    List<Piece> tokens = WordPieces.of(diagram, old, now, Diagram.ARCH);
    Piece foreign = WordPieces.at(tokens, FOREIGN_TOKEN);
    for (Arch arch : Arch.values()) {
      Piece token = WordPieces.at(tokens, arch.auditToken());
      if (token != null) {
        compare(arch, WordPieces.of(diagram, token.left(), token.right(), Diagram.NR), foreign);
      }
    }
    foreign(tokens, foreign);
    return changes;
  }

  /** One change stands for all architectures that are treated alike. */
  private void foreign(List<Piece> tokens, @Nullable Piece foreign) throws DiagramLimitException {
    if (foreign != null) {
      foreign(FOREIGN_TOKEN, foreign);
    }
    List<Piece> seen = new ArrayList<>();
    for (Piece piece : tokens) {
      boolean known = piece.first() == piece.last() && Arch.ofAuditToken(piece.first()) != null;
      if (!known && !piece.like(foreign) && seen.stream().noneMatch(piece::like)) {
        seen.add(piece);
        foreign(piece.first(), piece);
      }
    }
  }

  private void foreign(int token, Piece piece) throws DiagramLimitException {
    Piece first = WordPieces.of(diagram, piece.left(), piece.right(), Diagram.NR).getFirst();
    add(Change.Scope.FOREIGN, null, token, first.first());
  }

  private void compare(Arch arch, List<Piece> all, @Nullable Piece foreign)
      throws DiagramLimitException {
    List<Piece> pieces =
        switch (arch) {
          case X86_64 -> WordPieces.within(all, 0, Arch.X32_BIT - 1);
          case X32 -> WordPieces.within(all, Arch.X32_BIT, Integer.MAX_VALUE);
          default -> all;
        };
    if (named.contains(arch) || !pieces.stream().allMatch(piece -> piece.like(foreign))) {
      numbers(arch, pieces);
    }
    if (arch == Arch.X86_64) {
      // Numbers with bit 31 are nobody's; a policy treats them as foreign, a program may not.
      List<Piece> negative = new ArrayList<>(WordPieces.within(all, Integer.MIN_VALUE, -1));
      negative.removeIf(piece -> piece.like(foreign));
      unknown(arch, negative);
    }
  }

  private void numbers(Arch arch, List<Piece> pieces) throws DiagramLimitException {
    int highest = SyscallTable.of(arch).highest();
    for (Piece piece : WordPieces.within(pieces, 0, highest)) {
      for (int number = piece.first(); number <= piece.last(); number++) {
        add(Change.Scope.SYSCALL, arch, arch.auditToken(), number);
      }
    }
    List<Piece> above = WordPieces.within(pieces, highest + 1, -1);
    List<Piece> ranges = new ArrayList<>();
    for (Piece piece : above) {
      if (piece.first() == piece.last()) {
        add(Change.Scope.SYSCALL, arch, arch.auditToken(), piece.first());
      } else {
        ranges.add(piece);
      }
    }
    unknown(arch, ranges);
  }

  /** One number stands for all that are treated alike. */
  private void unknown(Arch arch, List<Piece> pieces) throws DiagramLimitException {
    List<Piece> seen = new ArrayList<>();
    for (Piece piece : pieces) {
      if (seen.stream().noneMatch(piece::like)) {
        seen.add(piece);
        add(Change.Scope.UNKNOWN, arch, arch.auditToken(), piece.first());
      }
    }
  }

  private void add(Change.Scope scope, @Nullable Arch arch, int token, int number)
      throws DiagramLimitException {
    int left = diagram.restrict(old, token, number);
    int right = diagram.restrict(now, token, number);
    if (left == right) {
      return;
    }
    int permittedBefore = diagram.permitted(left);
    int permittedAfter = diagram.permitted(right);
    int more = diagram.and(permittedAfter, diagram.not(permittedBefore));
    int less = diagram.and(permittedBefore, diagram.not(permittedAfter));
    // Where one permits and the other does not, both get one verdict: what still differs is action.
    int either = diagram.or(more, less);
    int same = diagram.leaf(0);
    Diagram.Difference other =
        diagram.difference(diagram.ite(either, same, left), diagram.ite(either, same, right));
    Samples samples = new Samples(arch, token, number, left, right);
    changes.add(
        new Change(
            scope,
            arch,
            number,
            samples.of(diagram.witness(more)),
            samples.of(diagram.witness(less)),
            other == null ? null : samples.of(other.event())));
  }

  /** Makes samples of events whose architecture and number were fixed before. */
  private final class Samples {
    private final @Nullable Arch arch;
    private final int token;
    private final int number;
    private final int left;
    private final int right;

    Samples(@Nullable Arch arch, int token, int number, int left, int right) {
      this.arch = arch;
      this.token = token;
      this.number = number;
      this.left = left;
      this.right = right;
    }

    Change.@Nullable Sample of(@Nullable SeccompData arguments) {
      if (arguments == null) {
        return null;
      }
      long pointer = arguments.instructionPointer();
      SeccompData event = new SeccompData(number, token, pointer, arguments.args());
      boolean[] matters = diagram.testedArguments(left, right);
      return new Change.Sample(
          event,
          Action.ofReturnValue(diagram.evaluate(left, event)),
          Action.ofReturnValue(diagram.evaluate(right, event)),
          EventText.of(arch, event, matters) + (pointer == 0 ? "" : " at 0x%x".formatted(pointer)));
    }
  }
}
