package dev.winnow.test.stages;

import dev.winnow.test.Programs;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An nginx with two workers, and what one can ask of it. Ends after two minutes by itself. */
final class Nginx implements AutoCloseable {
  private static final String STARTED = "start worker process ";
  private static final String HEAD_END = "\r\n\r\n";

  private final Path folder;
  private final int port;
  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<Void> late;
  private final StringBuilder said = new StringBuilder();

  /** Makes a site in a folder: its configuration and pages. */
  static void site(Path folder) throws IOException {
    Programs.requireTool("nginx", "nginx-light");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path inner = Files.createDirectories(folder.resolve("html/list/inner"));
    Files.writeString(folder.resolve("html/index.html"), "a page\n");
    Files.writeString(folder.resolve("html/text.html"), "a line\n".repeat(500));
    Files.write(folder.resolve("html/big"), new byte[300_000]);
    Files.writeString(inner.resolve("leaf"), "a leaf\n");
    Files.writeString(folder.resolve("port"), Integer.toString(port));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        user root; daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log stderr notice;
        events { worker_connections 64; }
        http {
          access_log %1$s/access.log; gzip on; gzip_min_length 100;
          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          server {
            listen 127.0.0.1:%2$d; root %1$s/html;
            location /list/ { autoindex on; }
            location /elsewhere { proxy_pass http://127.0.0.1:9; }
          }
        }
        """
            .formatted(folder, port));
  }

  /**
   * Starts nginx and waits for its workers.
   *
   * @param before what starts it, such as strace with its options; may be empty
   */
  Nginx(Path folder, List<String> before, Map<String, String> environment) throws IOException {
    this.folder = folder;
    port = Integer.parseInt(Files.readString(folder.resolve("port")));
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of("nginx", "-p", folder.toString(), "-e", "stderr"));
    command.addAll(List.of("-c", folder.resolve("nginx.conf").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    late =
        CompletableFuture.runAsync(
            this::end, CompletableFuture.delayedExecutor(120, TimeUnit.SECONDS));
    out = process.inputReader(StandardCharsets.UTF_8);
    await(STARTED, 2);
  }

  /** Reads what nginx says until it has said something again so many times. */
  private void await(String what, int times) throws IOException {
    int left = times;
    while (left > 0) {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("nginx ended before it said '" + what + "':\n" + said);
      }
      said.append(line).append('\n');
      left -= line.contains(what) ? 1 : 0;
    }
  }

  /**
   * The requests of one connection, each after the answer to the one before; the answers. A body
   * follows an empty line.
   */
  List<String> ask(String... requests) throws IOException {
    List<String> answers = new ArrayList<>();
    try (Socket socket = connect()) {
      for (String request : requests) {
        String[] parts = request.split("\n\n", 2);
        String body = parts.length == 2 ? parts[1] : "";
        String lines = parts[0].replace("\n", "\r\n") + "\r\nHost: x" + HEAD_END + body;
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
        answers.add(answer(socket.getInputStream(), request.startsWith("HEAD")));
      }
    }
    return answers;
  }

  /** Sends something and reads so many bytes of what comes, then leaves. */
  void leave(String text, int bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().readNBytes(bytes);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String answer(InputStream in, boolean headOnly) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String text = "";
    while (!text.contains(HEAD_END)) {
      int next = in.read();
      if (next < 0) {
        return text;
      }
      bytes.write(next);
      text = bytes.toString(StandardCharsets.ISO_8859_1);
    }
    int length = text.indexOf("Content-Length: ");
    if (headOnly || text.contains(" 304 ")) {
      return text;
    }
    if (length < 0) {
      return text + chunks(in);
    }
    int end = text.indexOf('\r', length);
    int body = Integer.parseInt(text.substring(length + "Content-Length: ".length(), end));
    return text + new String(in.readNBytes(body), StandardCharsets.ISO_8859_1);
  }

  private static String chunks(InputStream in) throws IOException {
    StringBuilder body = new StringBuilder();
    while (body.lastIndexOf("\r\n0" + HEAD_END) < 0) {
      body.append((char) in.read());
    }
    return body.toString();
  }

  /** Takes the configuration anew: other workers begin, and those before end. */
  void reload() throws IOException {
    signal("HUP");
    await("exited with code 0", 2);
  }

  /** Opens its logs anew. */
  void reopen() throws IOException {
    signal("USR1");
    await("reopening logs", 2);
  }

  private void signal(String name) throws IOException {
    String pid = Files.readString(folder.resolve("nginx.pid")).strip();
    Programs.run(folder, Map.of(), List.of("kill", "-" + name, pid));
  }

  /** The processes now: the master first, then its workers. */
  List<ProcessHandle> processes() throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve("nginx.pid")).strip());
    ProcessHandle master = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(master));
    all.addAll(master.children().toList());
    return all;
  }

  /** Stops it by a signal; what it said. */
  String stop(String signal) throws IOException, InterruptedException {
    signal(signal);
    out.lines().forEach(line -> said.append(line).append('\n'));
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("nginx did not end well:\n" + said);
    }
    return said.toString();
  }

  @Override
  public void close() {
    late.cancel(false);
    end();
  }

  private void end() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
