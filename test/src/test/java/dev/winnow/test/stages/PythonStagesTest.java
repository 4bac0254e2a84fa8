package dev.winnow.test.stages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.learner.Stage;
import dev.winnow.learner.Stages;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.TraceInput;
import dev.winnow.test.Programs;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of one process with a thread for each request: Python's own. */
class PythonStagesTest {
  private static final List<List<String>> TRAINING =
      List.of(
          List.of("GET / HTTP/1.0", "GET /a HTTP/1.0"),
          List.of("GET /b HTTP/1.0", "GET /none HTTP/1.0"),
          List.of("HEAD /a HTTP/1.0", "no request"),
          List.of("POST /a HTTP/1.0", "GET /inner/ HTTP/1.0"));
  private static final List<List<String>> HELD_OUT =
      List.of(
          List.of("GET /b HTTP/1.0", "HEAD /inner HTTP/1.0", "GET /inner/ HTTP/1.0"),
          List.of("PUT /a HTTP/1.0", "GET /inner/none HTTP/1.0", "GET /a HTTP/1.0"));

  @TempDir private static Path folder;
  private static String python = "python3";
  private static Evidence evidence = Evidence.NONE;
  private static final List<Path> RECORDED = new ArrayList<>();
  private static final List<Path> OTHERS = new ArrayList<>();

  @BeforeAll
  static void record() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("site/inner"));
    Files.writeString(folder.resolve("site/a"), "a\n");
    Files.write(folder.resolve("site/b"), new byte[200_000]);
    Files.writeString(inner.resolve("leaf"), "leaf\n");
    python = python();
    List<Evidence> runs = new ArrayList<>();
    for (List<String> requests : TRAINING) {
      EvidenceBuilder builder = new EvidenceBuilder();
      RECORDED.add(trace("recorded" + runs.size(), requests));
      TraceInput trace = TraceInput.of(RECORDED.getLast());
      runs.add(builder.build(new Ingestion().read(trace, builder).toRun("")));
    }
    evidence = Evidence.joinAll(runs);
    for (List<String> requests : HELD_OUT) {
      OTHERS.add(trace("held out" + OTHERS.size(), requests));
    }
  }

  /** The interpreter itself: what is on the path may be a script that looks for it. */
  private static String python() {
    Programs.requireTool("python3", "python3");
    List<String> which = List.of("python3", "-c", "import sys; print(sys.executable)");
    return Programs.run(folder, Map.of(), which).out().strip();
  }

  private static Path trace(String name, List<String> requests) throws Exception {
    Programs.requireTool("strace", "strace");
    Path trace = folder.resolve(name + ".strace");
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-n", "-o", trace.toString()));
    command.addAll(
        List.of(python, "-I", "-S", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.resolve("site").toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> end(process), CompletableFuture.delayedExecutor(120, TimeUnit.SECONDS));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = String.valueOf(out.readLine());
      assertTrue(line.startsWith("Serving HTTP on "), line);
      int port = Integer.parseInt(line.replaceFirst(".* port ([0-9]+).*", "$1"));
      for (String request : requests) {
        ask(port, request);
      }
      process.children().forEach(ProcessHandle::destroy);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      late.cancel(false);
      end(process);
    }
    return trace;
  }

  private static void ask(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      try (InputStream in = socket.getInputStream()) {
        assertTrue(in.readAllBytes().length > 0, request);
      }
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void reduces(Stage stage) throws Exception {
    Policy whole = Learner.learn(evidence, LearnOptions.DEFAULT).policy();
    assertTrue(PolicyDiff.subset(stage.learned().policy(), whole), stage.sentence());
  }

  @Test
  void behindListenHalfOfTheSurfaceIsClosedAndNoHeldOutRunIsDenied() throws Exception {
    Stage stage = Stages.of(evidence, LearnOptions.DEFAULT).after("listen");
    assertTrue(stage.saved() > 0.4, stage.sentence());
    reduces(stage);
    for (Path trace : OTHERS) {
      ProcessReplay.Result result =
          ProcessReplay.after("listen", true, stage.learned().policy(), trace);
      assertEquals(List.of(), result.findings(), trace::toString);
      assertTrue(result.events() > 50 && result.others() > 300, result::toString);
    }
  }

  /** How threads meet at locks differs from run to run, so that only these runs can be tried. */
  @Test
  void theThreadsOfRequestsNeedLessStill() throws Exception {
    Stage stage = Stages.of(evidence, LearnOptions.DEFAULT).byRole().getFirst();
    assertTrue(stage.name().endsWith(".thread"), stage.name());
    assertTrue(stage.saved() > 0.5, stage.sentence());
    reduces(stage);
    for (Path trace : RECORDED) {
      ProcessReplay.Result result = ProcessReplay.ofChildren(stage.learned().policy(), trace);
      assertEquals(List.of(), result.findings(), trace::toString);
      assertTrue(result.events() > 20 && result.others() > 300, result::toString);
    }
  }
}
