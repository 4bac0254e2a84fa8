package dev.winnow.minimizer.lift;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.minimizer.proof.ProgramDiagram;
import dev.winnow.minimizer.proof.UndecidedException;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Section;
import dev.winnow.policy.WordPieces;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a program amounts to, whichever tool wrote the program.
 *
 * <p>Read off the program's decision diagram and proved equal to it again. Left out of the proof,
 * and said in the notes, is only what a policy has no word for and no kernel carries out or tells
 * apart: numbers with bit 31 under the token of x86_64, upper halves of registers on 32-bit
 * architectures, and details of return values. Everything else that a policy cannot say refuses the
 * program.
 */
public final class ProgramToPolicy {
  private final Program program;
  private final @Nullable Arch only;
  private final Diagram diagram = new Diagram();
  private final List<String> notes = new ArrayList<>();

  /** The events that the proof leaves out. */
  private int excused = Diagram.FALSE;

  private ProgramToPolicy(Program program, @Nullable Arch only) {
    this.program = program;
    this.only = only;
  }

  /**
   * The policy.
   *
   * @param only read what the program does under this architecture's token and nothing else: for
   *     programs that never look at the architecture, or know one that winnow does not; other
   *     architectures are killed, and a note says so. Null for the whole program
   * @throws IllegalArgumentException if the kernel would refuse the program
   * @throws LiftException if no policy is the program, or it is too large to be decided
   */
  public static LiftedPolicy lift(Program program, @Nullable Arch only) throws LiftException {
    try {
      return new ProgramToPolicy(program, only).lift();
    } catch (UndecidedException e) {
      throw new LiftException(e.reason(), e);
    } catch (DiagramLimitException e) {
      throw new LiftException("the program is too large: " + e.getMessage(), e);
    }
  }

  private LiftedPolicy lift() throws LiftException, UndecidedException, DiagramLimitException {
    int raw = ProgramDiagram.of(diagram, program);
    SortedSet<Integer> returned = new TreeSet<>(Integer::compareUnsigned);
    int verdicts =
        diagram.map(
            raw,
            value -> {
              returned.add(value);
              return Action.ofReturnValue(value).returnValue();
            });
    List<WordPieces.Piece> tokens = pieces(verdicts, Diagram.ARCH);
    int foreign = foreign(tokens);
    List<Section> sections = sections(tokens, foreign);
    noteDetails(returned);
    Policy policy = new Policy(sections, notes);
    prove(policy, raw, returned);
    return new LiftedPolicy(policy, notes);
  }

  private List<WordPieces.Piece> pieces(int root, int word) throws LiftException {
    try {
      return WordPieces.of(diagram, root, word);
    } catch (DiagramLimitException e) {
      throw new LiftException(
          "the program tells %s apart by more than %,d ranges: it tests their bits, which a policy"
                  .formatted(
                      word == Diagram.ARCH ? "architectures" : "numbers", WordPieces.MAX_PIECES)
              + " cannot say",
          e);
    }
  }

  /** What architectures without a section get. */
  private int foreign(List<WordPieces.Piece> tokens) throws LiftException, DiagramLimitException {
    Arch chosen = only;
    if (chosen != null) {
      int here = diagram.wordEquals(Diagram.ARCH, chosen.auditToken());
      excused = diagram.or(excused, diagram.not(here));
      notes.add(
          "only what the program does on %s; it was not asked about others".formatted(chosen));
      return diagram.leaf(Action.KILL_PROCESS.returnValue());
    }
    int foreign = WordPieces.commonest(tokens);
    if (!diagram.isLeaf(foreign)) {
      throw new LiftException(
          "the program does not look at the architecture, and decides every one by number or"
              + " arguments, which a policy cannot say; --arch NAME imports what it does on one");
    }
    for (WordPieces.Piece piece : tokens) {
      for (long i = 0; piece.left() != foreign && i < piece.size(); i++) {
        int token = piece.first() + (int) i;
        if (Arch.ofAuditToken(token) == null) {
          throw new LiftException(
              "the program has rules of its own for architecture 0x%08x, which winnow has no table for"
                      .formatted(token)
                  + "; --arch NAME imports what it does on another one");
        }
      }
    }
    return foreign;
  }

  private List<Section> sections(List<WordPieces.Piece> tokens, int foreign)
      throws LiftException, DiagramLimitException {
    Action others = Action.ofReturnValue(diagram.leafValue(foreign));
    List<Section> sections = new ArrayList<>();
    for (Arch arch : Arch.values()) {
      int token = arch.auditToken();
      int rest = WordPieces.within(tokens, token, token).getFirst().left();
      Arch chosen = only;
      if (rest == foreign || (chosen != null && chosen.auditToken() != token)) {
        continue;
      }
      List<WordPieces.Piece> numbers = numbers(arch, rest, foreign);
      if (numbers.size() > 1 || numbers.getFirst().left() != foreign) {
        sections.add(new SectionReader(diagram, arch).read(numbers, others));
      }
    }
    if (sections.isEmpty()) {
      // All events alike: a policy has at least one section.
      sections.add(new Section(Arch.X86_64, others, others, others, false, List.of()));
    }
    return sections;
  }

  /** What the program does with each number that a section of the architecture is about. */
  private List<WordPieces.Piece> numbers(Arch arch, int rest, int foreign)
      throws LiftException, DiagramLimitException {
    if (arch.registerBits() == 32) {
      int visible = withoutUpperHalves(rest, new HashMap<>());
      if (visible != rest) {
        excuseUpperHalves(arch);
      }
      return pieces(visible, Diagram.NR);
    }
    List<WordPieces.Piece> all = pieces(rest, Diagram.NR);
    return switch (arch) {
      case X86_64 -> {
        excuseNegative(WordPieces.within(all, Integer.MIN_VALUE, -1), foreign);
        yield WordPieces.within(all, 0, Arch.X32_BIT - 1);
      }
      case X32 -> WordPieces.within(all, Arch.X32_BIT, Integer.MAX_VALUE);
      default -> all;
    };
  }

  /** Linux carries out no x86_64 or x32 call with bit 31 (do_syscall_64, arch/x86/entry). */
  private void excuseNegative(List<WordPieces.Piece> pieces, int foreign)
      throws DiagramLimitException {
    List<String> exceptions = new ArrayList<>();
    for (WordPieces.Piece piece : pieces) {
      if (piece.left() != foreign) {
        int token = diagram.wordEquals(Diagram.ARCH, Arch.X86_64.auditToken());
        int numbers = diagram.wordInRange(Diagram.NR, piece.first(), piece.last());
        excused = diagram.or(excused, diagram.and(token, numbers));
        String action =
            diagram.isLeaf(piece.left())
                ? Action.ofReturnValue(diagram.leafValue(piece.left())).toString()
                : "what depends on arguments";
        String range = piece.size() == 1 ? "" : " to 0x%x".formatted(piece.last());
        exceptions.add("0x%x%s: %s".formatted(piece.first(), range, action));
      }
    }
    if (!exceptions.isEmpty()) {
      notes.add(
          "the program answers x86_64 numbers that no kernel carries out, which here are foreign: "
              + summary(exceptions));
    }
  }

  private void excuseUpperHalves(Arch arch) throws DiagramLimitException {
    int zero = Diagram.TRUE;
    for (int word = 5; word < 16; word += 2) {
      zero = diagram.and(zero, diagram.wordEquals(word, 0));
    }
    int token = diagram.wordEquals(Diagram.ARCH, arch.auditToken());
    excused = diagram.or(excused, diagram.and(token, diagram.not(zero)));
    notes.add(
        "the program looks at the upper halves of %s arguments, which are 0 in every kernel"
            .formatted(arch));
  }

  /** The diagram where the upper half of each argument is 0. */
  private int withoutUpperHalves(int node, Map<Integer, Integer> done)
      throws DiagramLimitException {
    if (diagram.isLeaf(node)) {
      return node;
    }
    Integer known = done.get(node);
    if (known == null) {
      int low = withoutUpperHalves(diagram.low(node), done);
      int variable = diagram.variableOf(node);
      known =
          isUpperHalf(variable)
              ? low
              : diagram.node(variable, low, withoutUpperHalves(diagram.high(node), done));
      done.put(node, known);
    }
    return known;
  }

  private static boolean isUpperHalf(int variable) {
    int place = variable - Diagram.variable(5, 31);
    return place >= 0 && place < 6 * 64 && place % 64 < 32;
  }

  /** Return values that are not an action as a policy writes it. */
  private void noteDetails(SortedSet<Integer> returned) {
    List<String> traps = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int value : returned) {
      Action action = Action.ofReturnValue(value);
      if (action.kind() == Action.Kind.TRAP && action.returnValue() != value) {
        traps.add(Integer.toString(value & 0xffff));
      } else if (action.returnValue() != value) {
        others.add("0x%08x as %s".formatted(value, action));
      }
    }
    if (!traps.isEmpty()) {
      notes.add(
          "the program's traps tell the SIGSYS handler numbers (si_errno), which here are 0: "
              + summary(traps));
    }
    if (!others.isEmpty()) {
      notes.add("return values, written as what the kernel does: " + summary(others));
    }
  }

  private static String summary(List<String> items) {
    int shown = 8;
    return items.size() <= shown
        ? String.join(", ", items)
        : String.join(", ", items.subList(0, shown)) + " and " + (items.size() - shown) + " more";
  }

  private void prove(Policy policy, int raw, SortedSet<Integer> returned)
      throws LiftException, DiagramLimitException {
    int meaning = PolicyDiagram.of(diagram, policy);
    int apart = excused;
    for (int value : returned) {
      int action = Action.ofReturnValue(value).returnValue();
      if (action != value) {
        int same = diagram.and(diagram.getting(raw, value), diagram.getting(meaning, action));
        apart = diagram.or(apart, same);
      }
    }
    int expected = diagram.ite(apart, raw, meaning);
    switch (Equivalence.check(diagram, expected, program)) {
      case Equivalence.Proved proved -> {
        // As it should be.
      }
      case Equivalence.Different different ->
          throw new LiftException(
              "the policy that was read off is not the program, on %s: 0x%08x and 0x%08x"
                  .formatted(
                      different.witness(), different.policyValue(), different.programValue()));
      case Equivalence.Undecided undecided -> throw new LiftException(undecided.reason());
    }
  }

  /** The last variable that a diagram tests; -1 for a leaf. */
  static int lastVariable(Diagram diagram, int root) {
    return lastVariable(diagram, root, new HashMap<>());
  }

  private static int lastVariable(Diagram diagram, int node, Map<Integer, Integer> done) {
    if (diagram.isLeaf(node)) {
      return -1;
    }
    Integer known = done.get(node);
    if (known == null) {
      int below =
          Math.max(
              lastVariable(diagram, diagram.low(node), done),
              lastVariable(diagram, diagram.high(node), done));
      known = Math.max(diagram.variableOf(node), below);
      done.put(node, known);
    }
    return known;
  }
}
