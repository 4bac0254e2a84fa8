package dev.winnow.minimizer.certificate;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;
import java.util.List;

/**
 * Follows a program from the load of a word to its next load of an argument, for all values of the
 * word at once: where a jump or the meaning hangs on a bit that is not known, both values are
 * followed. What is known of a word is forgotten when another is loaded, and its tests are gone
 * from the meaning by then.
 *
 * <p>It knows the instructions that compiled programs consist of; whatever else it meets, it
 * refuses the program. Every step goes forward, and of every word at most 32 bits are decided.
 */
final class Walk {
  /**
   * Instructions and decided bits that one certificate may cost. Too low: large policies have no
   * certificate. Too high: a made-up one keeps its reader busy for minutes; this takes seconds.
   */
  private static final int MOST_STEPS = 20_000_000;

  /**
   * Undecided bits on one way through a program. Compiled ones have about a hundred; a made-up one
   * that loads the number again and again would exhaust the stack.
   */
  private static final int MOST_SPLITS = 2_000;

  private final Program program;
  private final Exit exit;
  private int steps;
  private int splits;

  /** Where the program goes on by loading an argument. */
  interface Exit {
    /**
     * Shows that the program does what it has to from there on, or notes that this is to be shown.
     *
     * @param at the loading instruction
     * @param rest what it still has to decide
     */
    void reached(int at, Meaning rest) throws CertificateException;
  }

  /**
   * What is known on the way.
   *
   * @param word the word in A, or -1
   * @param mask the bits of it that A has
   * @param cube what is known of the word
   * @param rest what the program still has to return
   */
  private record State(int word, int mask, Cube cube, Meaning rest) {
    State with(int bit, boolean set) {
      Cube half = cube.with(bit, set);
      return new State(word, mask, half, rest.restrict(word, half));
    }

    State load(int next) {
      return next == word
          ? new State(word, -1, cube, rest)
          : new State(next, -1, Cube.ANY, rest.restrict(next, Cube.ANY));
    }
  }

  /**
   * @param program one that the kernel accepts, so that its jumps stay inside
   */
  Walk(Program program, Exit exit) {
    this.program = program;
    this.exit = exit;
  }

  /** From the first instruction. */
  void start(Meaning policy) throws CertificateException {
    run(0, new State(-1, 0, Cube.ANY, policy));
  }

  /** From an instruction that loads a word. */
  void load(int at, Meaning meaning) throws CertificateException {
    Instruction load = program.get(at);
    if (load.code() != LD_ABS) {
      throw refused(at, "does not load a word");
    }
    run(at + 1, new State(-1, 0, Cube.ANY, meaning).load(load.k() / 4));
  }

  private void run(int from, State start) throws CertificateException {
    State state = start;
    for (int pc = from; ; pc++) {
      step();
      Instruction i = program.get(pc);
      switch (i.code()) {
        case LD_ABS -> {
          int next = i.k() / 4;
          WordTest open = next == state.word ? null : state.rest.testOf(state.word);
          if (state.word >= 0 && open != null) {
            split(pc, state, open.decide(state.cube));
            return;
          }
          if (next > Words.ARCH && next != state.word) {
            exit.reached(pc, state.rest);
            return;
          }
          state = state.load(next);
        }
        case AND_K -> state = new State(state.word, state.mask & i.k(), state.cube, state.rest);
        case JA -> pc += i.k();
        case RET_K -> {
          returns(pc, i.k(), state);
          return;
        }
        case JEQ_K, JGT_K, JGE_K, JSET_K -> {
          int decision = decide(pc, i, state);
          if (decision >= 0) {
            split(pc, state, decision);
            return;
          }
          pc += decision == WordTest.YES ? i.jt() : i.jf();
        }
        default -> throw refused(pc, "is none that certificates are made for");
      }
    }
  }

  private void split(int pc, State state, int bit) throws CertificateException {
    if (splits == MOST_SPLITS) {
      throw entangled("more than %,d undecided bits on one way".formatted(MOST_SPLITS));
    }
    splits++;
    run(pc, state.with(bit, false));
    run(pc, state.with(bit, true));
    splits--;
  }

  private static int decide(int pc, Instruction i, State state) throws CertificateException {
    if (state.word < 0) {
      throw refused(pc, "tests A before anything was loaded");
    }
    Formula condition = condition(i, state.word, state.mask);
    return switch (condition) {
      case WordTest test -> test.decide(state.cube);
      default -> condition.equals(Formula.TRUE) ? WordTest.YES : WordTest.NO;
    };
  }

  private static Formula condition(Instruction i, int word, int mask) {
    long k = Integer.toUnsignedLong(i.k());
    long most = 0xffffffffL;
    return switch (i.code()) {
      case JEQ_K -> WordTest.of(word, mask, List.of(new Span(k, k)));
      case JGE_K -> WordTest.of(word, mask, List.of(new Span(k, most)));
      case JGT_K ->
          k == most ? Formula.FALSE : WordTest.of(word, mask, List.of(new Span(k + 1, most)));
      default -> Formula.not(WordTest.of(word, mask & i.k(), List.of(new Span(0, 0))));
    };
  }

  /** Whether the rest of the meaning is the value, whatever words it looks at. */
  private void returns(int pc, int value, State state) throws CertificateException {
    step();
    WordTest here = state.rest.testOf(state.word);
    WordTest open = here != null ? here : state.rest.testOf(-1);
    if (open != null && open.word() != state.word) {
      returns(pc, value, state.load(open.word()));
    } else if (open != null) {
      int bit = open.decide(state.cube);
      returns(pc, value, state.with(bit, false));
      returns(pc, value, state.with(bit, true));
    } else if (state.rest.otherwise() != value) {
      throw refused(
          pc,
          "returns %s where the policy says %s%s"
              .formatted(
                  Meaning.value(value), Meaning.value(state.rest.otherwise()), known(state)));
    }
  }

  private static String known(State state) {
    if (state.word < 0 || state.cube.known() == 0) {
      return "";
    }
    return ", as for %s with the bits 0x%x of 0x%x"
        .formatted(Words.name(state.word), state.cube.value(), state.cube.known());
  }

  private void step() throws CertificateException {
    steps++;
    if (steps > MOST_STEPS) {
      throw entangled("more than %,d steps".formatted(MOST_STEPS));
    }
  }

  private static CertificateException entangled(String limit) {
    return new CertificateException(
        "the program is too entangled for a certificate: "
            + limit
            + "; winnow verify without a certificate can still prove it");
  }

  private static CertificateException refused(int pc, String why) {
    return new CertificateException("instruction %d %s".formatted(pc, why));
  }
}
