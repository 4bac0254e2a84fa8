package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service: profiled until somebody stops winnow, then serving under its policy. */
class ServiceTest {
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final String PAGE = "a page\n";

  @TempDir private Path folder;
  private int port;

  @BeforeEach
  void site() throws IOException {
    Programs.requireTool("nginx", "nginx-light");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder.resolve("html"));
    Files.writeString(folder.resolve("html/index.html"), PAGE);
    configure("nginx.conf", "");
    configure("priority.conf", "worker_priority 7;");
  }

  private void configure(String name, String more) throws IOException {
    Files.writeString(
        folder.resolve(name),
        """
        user root; daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log stderr notice; %3$s
        events { worker_connections 64; }
        http {
          access_log %1$s/access.log;
          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          server { listen 127.0.0.1:%2$d; root %1$s/html; }
        }
        """
            .formatted(folder, port, more));
  }

  private String[] nginx(String conf) {
    return new String[] {
      "nginx", "-p", folder.toString(), "-e", "stderr", "-c", folder.resolve(conf).toString()
    };
  }

  private int status(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(60))
              .build();
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertTrue(answer.statusCode() != 200 || answer.body().equals(PAGE), answer.body());
      return answer.statusCode();
    }
  }

  /**
   * Starts a command, reads what it says until both workers run, and asks it for pages; two
   * minutes.
   */
  private String serve(List<String> command, int signal, boolean toNginx) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> end(process), CompletableFuture.delayedExecutor(120, TimeUnit.SECONDS));
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int workers = 0;
      String line = out.readLine();
      while (line != null) {
        said.append(line).append('\n');
        workers += line.contains("start worker process ") ? 1 : 0;
        if (workers == 2 && line.contains("start worker process ")) {
          assertEquals(200, status("/"));
          assertEquals(404, status("/none"));
          String nginx = Files.readString(folder.resolve("nginx.pid")).strip();
          String target = toNginx ? nginx : Long.toString(process.pid());
          Finished kill =
              Programs.run(folder, Map.of(), List.of("sh", "-c", "kill -" + signal + " " + target));
          assertEquals(0, kill.exitCode(), kill::all);
        }
        line = out.readLine();
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), said::toString);
      assertEquals(0, process.exitValue(), said::toString);
      assertEquals(2, workers, said::toString);
    } finally {
      late.cancel(false);
      end(process);
    }
    return said.toString();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private List<String> underPolicy(String conf) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("sh", "-c"));
    line.add(
        "exec bwrap --bind / / --dev-bind /dev /dev --proc /proc --seccomp 9 \"$@\""
            + " 9<out/nginx.bpf");
    line.add("sh");
    line.addAll(List.of(nginx(conf)));
    return line;
  }

  private void profile(int signal) throws Exception {
    List<String> args = new ArrayList<>(List.of("profile", "-o", "out", "-n", "3", "--"));
    args.addAll(List.of(nginx("nginx.conf")));
    String said = serve(Programs.winnowCommand(args.toArray(String[]::new)), signal, false);
    assertTrue(said.contains("recorded               1 run,"), said);
    assertTrue(said.contains("stopped by a signal to winnow"), said);
    assertTrue(said.contains("not understood         nothing;"), said);
  }

  @Test
  void nginxServesUnderThePolicyOfWhatItDidUntilCtrlC() throws Exception {
    profile(SIGINT);
    for (int run = 0; run < 2; run++) {
      serve(underPolicy("nginx.conf"), SIGTERM, true);
    }
    String denied = serve(underPolicy("priority.conf"), SIGTERM, true);
    assertTrue(denied.contains("setpriority(7) failed (1: Operation not permitted)"), denied);
  }

  @Test
  void nginxServesUnderThePolicyOfWhatItDidUntilItWasTerminated() throws Exception {
    profile(SIGTERM);
    serve(underPolicy("nginx.conf"), SIGTERM, true);
  }
}
