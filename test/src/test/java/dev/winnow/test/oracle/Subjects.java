package dev.winnow.test.oracle;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceInput;
import dev.winnow.test.RecordedEvents;
import dev.winnow.traces.Arch;
import dev.winnow.traces.EvidenceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Policies of every sort that winnow meets. */
final class Subjects {
  private static final Path SAMPLES = Path.of("..", "traces", "samples");
  private static final Path POLICIES = Path.of("src/test/resources/dev/winnow/test/oracle");

  private Subjects() {}

  /** All of them, {@code random} of them random. */
  static List<Subject> all(int random) throws Exception {
    List<Subject> subjects = new ArrayList<>();
    for (String sample : List.of("ls", "threads", "calls-verbose")) {
      subjects.add(learned(SAMPLES.resolve(sample + ".strace")));
    }
    for (String written : List.of("every-feature", "allow-by-default", "two-abis", "x32")) {
      subjects.add(written(written));
    }
    subjects.add(manyValues());
    for (long seed = 0; seed < random; seed++) {
      subjects.add(random(seed));
    }
    return subjects;
  }

  /** What winnow learns from a recording. */
  static Subject learned(Path trace) throws Exception {
    EvidenceBuilder builder = new EvidenceBuilder();
    RecordedRun run = new Ingestion().read(TraceInput.of(trace), builder);
    Policy policy = Learner.learn(builder.build(run.toRun("")), LearnOptions.DEFAULT).policy();
    RecordedEvents recorded = new RecordedEvents(5);
    new Ingestion().read(TraceInput.of(trace), recorded);
    return new Subject(trace.getFileName().toString(), policy, recorded.events());
  }

  /** A policy of the test resources. */
  static Subject written(String name) throws IOException, PolicySyntaxException {
    Path file = POLICIES.resolve(name + ".policy");
    return new Subject(name, Policies.parse(name, Files.readAllBytes(file)), List.of());
  }

  /** Five syscalls of 64 values, ranges and masks each, and events that use them unevenly. */
  private static Subject manyValues() {
    RandomGenerator random = new SplittableRandom(64);
    List<Rule> rules = new ArrayList<>();
    List<SeccompData> recorded = new ArrayList<>();
    for (int number : new int[] {16, 54, 72, 157, 257}) {
      Term command = Term.of(1, 32);
      List<Expr.Range> values = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        long low = random.nextInt(1 << 16) & 0xffffffffL;
        values.add(new Expr.Range(low, low + (i % 4 == 0 ? random.nextInt(20) : 0)));
        for (int weight = 64 / (i + 1); weight > 0; weight--) {
          recorded.add(event(random, number, low));
        }
      }
      long some = random.nextLong();
      Term flags = new Term(2, 64, some | random.nextLong());
      rules.add(
          new Rule(
              number,
              new Expr.And(
                  List.of(new Expr.In(command, values), new Expr.Compare(flags, Expr.Op.EQ, 0))),
              Action.ALLOW));
    }
    Action eperm = Action.errno(1);
    Section section = new Section(Arch.X86_64, eperm, eperm, Action.KILL_PROCESS, false, rules);
    return new Subject("many values", new Policy(List.of(section)), recorded);
  }

  private static SeccompData event(RandomGenerator random, int number, long command) {
    long garbage = (long) random.nextInt() << 32;
    return SeccompData.of(Arch.X86_64.auditToken(), number, random.nextLong(), command | garbage);
  }

  private static Subject random(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    RandomPolicies policies = new RandomPolicies(random);
    return new Subject("random, seed " + seed, policies.policy(1 + random.nextInt(12)), List.of());
  }
}
