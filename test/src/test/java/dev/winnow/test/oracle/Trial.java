package dev.winnow.test.oracle;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * A part of the work of judging one subject: its programs for speed and for size, on events of its
 * own. Trials share nothing, so that each core can have one.
 */
final class Trial implements Callable<Trial.Tally> {
  static final List<Objective> OBJECTIVES = List.of(Objective.SPEED, Objective.SIZE);

  /** {@code int $0x80} takes twenty times as long as {@code syscall}: so much less is asked. */
  private static final int I386_PART = 10;

  private static final int BATCH = 8192;
  private static final int FLIPPED_EVENTS = 20;

  private final Subject subject;
  private final int part;
  private final long events;
  private final List<Judge> judges = new ArrayList<>();
  private long x86;
  private long i386;

  /**
   * What came of it.
   *
   * @param subject the subject
   * @param x86 verdicts on x86-64 and x32 events, by {@code syscall}
   * @param i386 verdicts on i386 events, by {@code int $0x80} from processes of 64 and 32 bits
   * @param kernelNanos how long the kernel took, with the way there and back
   * @param unused for each program, the returns that no event came to
   */
  record Tally(Subject subject, long x86, long i386, long kernelNanos, List<BitSet> unused) {
    Tally {
      unused = List.copyOf(unused);
    }
  }

  /**
   * @param part 0 for the part that has the recorded events and all numbers; also the random seed
   * @param events how many x86-64 events to judge at least
   */
  Trial(Subject subject, int part, long events) {
    this.subject = subject;
    this.part = part;
    this.events = events;
  }

  @Override
  public Tally call() throws Exception {
    compile();
    BoundaryEvents boundary =
        new BoundaryEvents(subject.policy(), subject.recorded(), new SplittableRandom(part));
    try (KernelOracle wide = KernelOracle.start(64);
        KernelOracle narrow = KernelOracle.start(32)) {
      if (part == 0) {
        judge(wide, boundary.sweep());
        judge(wide, boundary.flips(FLIPPED_EVENTS));
      }
      while (x86 < events) {
        judge(wide, next(boundary, Arch.X86_64, events - x86));
      }
      for (long rest = events / I386_PART; rest > 0; rest -= BATCH) {
        List<SeccompData> some = next(boundary, Arch.I386, rest);
        judge(wide, some);
        judge(narrow, some.stream().map(Trial::withoutUpperHalves).toList());
      }
    } catch (AssertionError e) {
      throw new AssertionError(subject + ", part " + part + ": " + e.getMessage(), e);
    }
    return new Tally(
        subject,
        judges.size() * x86,
        judges.size() * i386,
        judges.stream().mapToLong(Judge::kernelNanos).sum(),
        judges.stream().map(Judge::neverReturned).toList());
  }

  private void compile() throws Exception {
    Weights weights =
        new Weights(
            subject.recorded().stream().map(event -> new Weights.Event(event, 1)).toList(),
            List.of());
    for (Objective objective : OBJECTIVES) {
      Program program = Compiler.compile(subject.policy(), weights, objective).program();
      judges.add(new Judge(subject.policy(), program));
    }
  }

  private void judge(KernelOracle oracle, List<SeccompData> candidates) throws IOException {
    List<SeccompData> issuable = candidates.stream().filter(oracle::canIssue).toList();
    for (Judge judge : judges) {
      judge.judge(oracle, issuable);
    }
    for (SeccompData event : issuable) {
      if (event.arch() == Arch.I386.auditToken()) {
        i386++;
      } else {
        x86++;
      }
    }
  }

  private static List<SeccompData> next(BoundaryEvents boundary, Arch arch, long most) {
    List<SeccompData> events = new ArrayList<>();
    for (long i = Math.min(BATCH, most); i > 0; i--) {
      events.add(boundary.next(arch.auditToken()));
    }
    return events;
  }

  private static SeccompData withoutUpperHalves(SeccompData event) {
    long[] args = event.args().stream().mapToLong(arg -> arg & 0xffffffffL).toArray();
    return SeccompData.of(event.arch(), event.number(), args);
  }
}
