package dev.winnow.test.stages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.learner.Stage;
import dev.winnow.learner.Stages;
import dev.winnow.learner.Template;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.TraceInput;
import dev.winnow.test.Finished;
import dev.winnow.test.Programs;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workers of nginx need less than half of its system calls once they wait for connections: a
 * policy learned for that stage denies nothing in other runs, by replay and in the kernel.
 */
class NginxStagesTest {
  /** Of the syscalls of the whole run, those that workers may still need. */
  private static final double MOST = 0.45;

  private static final String WORKER = "role-nginx.fork";
  private static final LearnOptions SEEN_ONLY =
      new LearnOptions(LearnOptions.DEFAULT.choice(), LearnOptions.DEFAULT.defaultAction(), false);

  private static final List<String> UNDER_THE_WHOLE =
      List.of(
          "sh",
          "-c",
          "exec bwrap --bind / / --dev-bind /dev /dev --proc /proc --seccomp 9 \"$@\" 9<whole.bpf",
          "sh");

  /** What no recording asked for: a worker connects to another server. */
  private static final String ELSEWHERE = "GET /elsewhere HTTP/1.1";

  private static final LearnOptions BY_NAME =
      new LearnOptions(Template.NAMES, LearnOptions.DEFAULT.defaultAction(), true);

  @TempDir private static Path folder;
  private static Evidence evidence = Evidence.NONE;

  @BeforeAll
  static void record() throws Exception {
    Nginx.site(folder);
    List<Evidence> runs = new ArrayList<>();
    for (Map.Entry<String, NginxScenario> entry : NginxScenario.training().entrySet()) {
      EvidenceBuilder builder = new EvidenceBuilder();
      TraceInput trace = TraceInput.of(trace("training " + entry.getKey(), entry.getValue()));
      runs.add(builder.build(new Ingestion().read(trace, builder).toRun("")));
    }
    evidence = Evidence.joinAll(runs);
  }

  private static Path trace(String name, NginxScenario scenario) throws Exception {
    Programs.requireTool("strace", "strace");
    Path trace = folder.resolve(name + ".strace");
    List<String> strace = List.of("strace", "-f", "-n", "-o", trace.toString());
    try (Nginx nginx = new Nginx(folder, strace, Map.of())) {
      scenario.play().on(nginx);
      nginx.stop(scenario.signal());
    }
    return trace;
  }

  private static Stage worker(LearnOptions options) {
    return Stages.of(evidence, options).afterByRole("epoll_wait").stream()
        .filter(stage -> stage.name().equals(WORKER + ".after-epoll_wait"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void afterTheirOwnFirstEpollWaitWorkersNeedLittleAndNoHeldOutRunIsDenied() throws Exception {
    Stage stage = worker(SEEN_ONLY);
    assertTrue(stage.syscalls() <= MOST * stage.all(), stage.sentence());
    assertEquals(0, stage.learned().risk().denied(), stage.sentence());
    for (Map.Entry<String, NginxScenario> entry : NginxScenario.heldOut().entrySet()) {
      Path trace = trace(entry.getKey(), entry.getValue());
      ProcessReplay.Result result =
          ProcessReplay.after("epoll_wait", false, stage.learned().policy(), trace);
      assertEquals(List.of(), result.findings(), entry.getKey());
      assertTrue(result.events() > 20 && result.others() > 200, entry.getKey() + " " + result);
    }
  }

  @Test
  void theStageOnlyReducesAndSoDoesEachOfSeveral() throws Exception {
    Policy whole = Learner.learn(evidence, LearnOptions.DEFAULT).policy();
    assertTrue(PolicyDiff.subset(worker(LearnOptions.DEFAULT).learned().policy(), whole));
    List<Stage> stages =
        Stages.of(evidence, LearnOptions.DEFAULT).autoByRole().stream()
            .filter(stage -> stage.name().startsWith(WORKER))
            .toList();
    assertEquals(WORKER + ".after-epoll_wait", stages.getLast().name());
    assertTrue(stages.size() > 1, "what a worker drops before it serves is worth a stage");
    Policy before = whole;
    for (Stage stage : stages) {
      assertTrue(PolicyDiff.subset(stage.learned().policy(), before), stage.name());
      before = stage.learned().policy();
    }
  }

  @Test
  void theWholeProgramsPolicyLetsWorkersMakeSockets() throws Exception {
    install(BY_NAME);
    try (Nginx nginx = new Nginx(folder, UNDER_THE_WHOLE, Map.of())) {
      nginx.ask(ELSEWHERE);
      assertEquals(List.of(1, 1, 1), filters(nginx));
      assertFalse(nginx.stop("QUIT").contains("socket() failed"));
    }
  }

  /** The second filter is installed by the worker, where that of the whole is in force already. */
  @Test
  void aWorkerThatInstallsTheStageItselfServesOnAndMakesNoSocket() throws Exception {
    install(BY_NAME);
    String failed = servesOn();
    assertTrue(failed.contains("socket() failed (1: Operation not permitted)"), failed);
  }

  @Test
  void aWorkerServesOnUnderAStageThatLooksAtArguments() throws Exception {
    install(LearnOptions.DEFAULT);
    servesOn();
  }

  /** Plays the held-out runs in one, then asks for more than was learned; what failed then. */
  private static String servesOn() throws Exception {
    Map<String, String> staged =
        Map.of(
            "LD_PRELOAD", preloaded().toString(), "STAGE", folder.resolve("stage.bpf").toString());
    try (Nginx nginx = new Nginx(folder, UNDER_THE_WHOLE, staged)) {
      for (NginxScenario scenario : NginxScenario.heldOut().values()) {
        scenario.play().on(nginx);
      }
      assertTrue(nginx.ask("GET / HTTP/1.1").getFirst().endsWith("a page\n"));
      assertEquals(1, filters(nginx).getFirst(), "the master has its first only");
      assertTrue(filters(nginx).contains(2), "a worker has both");
      assertTrue(nginx.ask(ELSEWHERE).getFirst().contains(" 500 Internal Server Error"));
      List<String> failed =
          nginx.stop("QUIT").lines().filter(line -> line.contains("not permitted")).toList();
      assertEquals(1, failed.size(), failed::toString);
      return failed.getFirst();
    }
  }

  private static void install(LearnOptions options) throws Exception {
    Policy whole = Learner.learn(evidence, options).policy();
    String switching = "sys_seccomp: op == SECCOMP_SET_MODE_FILTER  # for the later stage\n";
    program("whole.bpf", Policies.parse("whole", Policies.print(whole) + switching));
    program("stage.bpf", worker(options).learned().policy());
  }

  private static void program(String name, Policy policy) throws Exception {
    byte[] program =
        Compiler.compile(policy, Workload.of(evidence), Objective.SPEED).program().write();
    Files.write(folder.resolve(name), program);
  }

  private static Path preloaded() {
    Programs.requireTool("gcc", "gcc libc6-dev");
    Path library = folder.resolve("stage.so");
    Path source = Path.of("src/test/resources/dev/winnow/test/stages/stage.c").toAbsolutePath();
    Finished gcc =
        Programs.run(
            folder,
            Map.of(),
            List.of(
                "gcc",
                "-shared",
                "-fPIC",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                library.toString(),
                source.toString()));
    assertEquals(0, gcc.exitCode(), gcc::all);
    return library;
  }

  /** How many filters each process has: the master, then its workers. */
  private static List<Integer> filters(Nginx nginx) throws IOException {
    List<Integer> filters = new ArrayList<>();
    for (ProcessHandle process : nginx.processes()) {
      for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
        if (line.startsWith("Seccomp_filters:")) {
          filters.add(Integer.valueOf(line.split("\\s+", -1)[1]));
        }
      }
    }
    return filters;
  }
}
