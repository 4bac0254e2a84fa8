package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.policy.Action;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.policy.SeccompData;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceInput;
import dev.winnow.recorder.capture.Capture;
import dev.winnow.recorder.capture.Output;
import dev.winnow.recorder.capture.StraceCapture;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded event is allowed by the learned policy, by the evaluator and by the program. */
class SoundnessTest {
  @TempDir private Path folder;

  private record Learned(Policy policy, Program program) {}

  private static Evidence evidence(RecordedRun run, EvidenceBuilder builder) {
    return builder.build(run.toRun(""));
  }

  private static Learned learn(Evidence evidence) throws Exception {
    Policy policy = Learner.learn(evidence, LearnOptions.DEFAULT).policy();
    return new Learned(
        policy, Compiler.compile(policy, Workload.of(evidence), Objective.SPEED).program());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls -lR /usr/share/doc/bash",
        "python3 -c 'import threading, json, socket; socket.socket()'",
        "sh -c 'for i in 1 2 3; do echo $i | cat; done'",
        "git --version"
      })
  void everyRecordedEventIsAllowed(String command) throws Exception {
    Path trace = folder.resolve("trace");
    Capture capture =
        new StraceCapture()
            .record(List.of("sh", "-c", "exec " + command + " >/dev/null"), Output.PROGRAMS, trace);
    EvidenceBuilder builder = new EvidenceBuilder();
    RecordedRun run = new Ingestion().read(capture, builder);
    assertEquals(0, run.summary().lines().failed(), run.summary().lines().failures().toString());
    Learned learned = learn(evidence(run, builder));
    Replay replay = new Replay(learned.policy());
    new Ingestion().read(TraceInput.of(trace), replay);
    assertEquals(List.of(), replay.findings());
    RecordedEvents recorded = new RecordedEvents(11);
    new Ingestion().read(TraceInput.of(trace), recorded);
    assertTrue(recorded.events().size() > 20);
    Interpreter interpreter = new Interpreter(learned.program());
    for (SeccompData event : recorded.events()) {
      assertTrue(Evaluator.decide(learned.policy(), event).permits(), event::toString);
      assertTrue(Action.permits(interpreter.run(Interpreter.words(event))), event::toString);
    }
  }

  private Learned fromText(String text) throws Exception {
    Path trace = Files.writeString(folder.resolve("text.strace"), text);
    EvidenceBuilder builder = new EvidenceBuilder();
    RecordedRun run = new Ingestion().read(TraceInput.of(trace), builder);
    return learn(evidence(run, builder));
  }

  private static boolean maps(Learned learned, long prot) {
    SeccompData event =
        SeccompData.of(Arch.X86_64.auditToken(), 9, 0x7f0000000000L, 4096, prot, 0x22, -1, 0);
    boolean byPolicy = Evaluator.decide(learned.policy(), event).permits();
    boolean byProgram =
        Action.permits(new Interpreter(learned.program()).run(Interpreter.words(event)));
    assertEquals(byPolicy, byProgram);
    return byProgram;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mmap(NULL, 4096, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0\n",
        "mmap(0, 0x1000, 0x7, 0x22, 0xffffffff, 0) = 0x7f0000000000\n",
        "mmap(NULL, 4096, 0x7 /* PROT_READ|PROT_WRITE|PROT_EXEC */, 0x22 /* MAP_PRIVATE|MAP_ANONYMOUS */, -1, 0) = 0x7f0\n"
      })
  void writableAndExecutableMemoryThatWasRecordedIsAllowedHoweverStracePrintedIt(String line)
      throws Exception {
    assertTrue(maps(fromText(line), 7));
  }

  @Test
  void writableAndExecutableMemoryThatWasNotRecordedIsDenied() throws Exception {
    Learned learned =
        fromText(
            """
            mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0
            mmap(NULL, 4096, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f0
            mmap(0, 0x1000, 0x1, 0x2, 3, 0) = 0x7f0
            """);
    assertTrue(maps(learned, 1) && maps(learned, 3) && maps(learned, 5));
    assertTrue(!maps(learned, 7) && !maps(learned, 6));
  }
}
