package dev.winnow.test.oracle;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Kernel, interpreter and evaluator agree on what policies and their programs mean. */
class KernelAgreementTest {
  private static final long MILLION = 1_000_000;

  /** How many x86-64 verdicts: {@code -Dwinnow.oracle.verdicts=10000000} asks for more of them. */
  private static final long VERDICTS =
      Math.max(MILLION, Long.getLong("winnow.oracle.verdicts", MILLION));

  /** A tenth as many events, from processes of 64 and of 32 bits. */
  private static final long I386_VERDICTS = VERDICTS / 5;

  private static final int RANDOM_POLICIES = 12;

  /** More events of one subject than this are several trials. */
  private static final long MOST_EVENTS = 250_000;

  @Test
  void aMillionVerdictsAndNoneDiffers() throws Exception {
    List<Subject> subjects = Subjects.all(RANDOM_POLICIES);
    int programs = subjects.size() * Trial.OBJECTIVES.size();
    long each = Math.ceilDiv(VERDICTS, programs);
    long parts = Math.ceilDiv(each, MOST_EVENTS);
    List<Trial> trials = new ArrayList<>();
    for (Subject subject : subjects) {
      for (int part = 0; part < parts; part++) {
        trials.add(new Trial(subject, part, Math.ceilDiv(each, parts)));
      }
    }
    long start = System.nanoTime();
    List<Trial.Tally> tallies = runAll(trials);
    double seconds = (System.nanoTime() - start) / 1e9;
    long x86 = tallies.stream().mapToLong(Trial.Tally::x86).sum();
    long i386 = tallies.stream().mapToLong(Trial.Tally::i386).sum();
    System.out.printf(
        "kernel oracle: %,d x86-64 and %,d i386 verdicts on %d programs in %.1f s,"
            + " %,.0f a second; %.1f s of all cores for the kernel%n",
        x86,
        i386,
        programs,
        seconds,
        (x86 + i386) / seconds,
        tallies.stream().mapToLong(Trial.Tally::kernelNanos).sum() / 1e9);
    assertTrue(x86 >= VERDICTS, x86 + " x86-64 verdicts");
    assertTrue(i386 >= I386_VERDICTS, i386 + " i386 verdicts");
    assertEveryReturnWasCome(tallies);
  }

  private static List<Trial.Tally> runAll(List<Trial> trials) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    List<Trial.Tally> tallies = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(cores)) {
      for (Future<Trial.Tally> tally : executor.invokeAll(trials)) {
        tallies.add(tally.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError difference) {
        throw difference;
      }
      throw e;
    }
    return tallies;
  }

  /** Else the events would miss whole actions of a policy. */
  private static void assertEveryReturnWasCome(List<Trial.Tally> tallies) {
    Map<String, List<BitSet>> unused = new TreeMap<>();
    for (Trial.Tally tally : tallies) {
      unused.merge(tally.subject().name(), tally.unused(), KernelAgreementTest::both);
    }
    unused.forEach((name, returns) ->
        assertTrue(
            returns.stream().allMatch(BitSet::isEmpty),
            name + ": no event came to the returns " + returns));
  }

  private static List<BitSet> both(List<BitSet> left, List<BitSet> right) {
    for (int i = 0; i < left.size(); i++) {
      left.get(i).and(right.get(i));
    }
    return left;
  }

  @Test
  void aWrongProgramIsFoundAndTheEventIsMadeSmall() throws Exception {
    Policy policy =
        Policies.parse(
            "test", "arch x86_64\ndefault errno(1)\nsys_dup2: oldfd < 8 && newfd == 5\n");
    Program right = Compiler.compile(policy, Weights.UNIFORM, Objective.SPEED).program();
    List<Instruction> instructions = new ArrayList<>(right.instructions());
    instructions.replaceAll(i ->
        i.code() == Opcode.JGE_K && i.k() == 8 ? new Instruction(i.code(), i.jt(), i.jf(), 9) : i);
    Program wrong = new Program(instructions);
    List<SeccompData> events =
        List.of(SeccompData.of(Arch.X86_64.auditToken(), 33, 0xabc00000008L, 0xff00000005L, -1));
    try (KernelOracle oracle = KernelOracle.start(64)) {
      new Judge(policy, right).judge(oracle, events);
      AssertionError error =
          assertThrows(AssertionError.class, () -> new Judge(policy, wrong).judge(oracle, events));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains("nr 33 args [0x8, 0x5, 0x0, 0x0, 0x0, 0x0]"), message);
      assertTrue(message.contains("evaluator:   errno(EPERM)"), message);
    }
  }
}
