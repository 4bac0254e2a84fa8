package dev.winnow.recorder.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a command with exactly the bytes of its arguments and of the caller's environment. Java
 * passes on only what its locale can decode and encode again; so a shell reads the bytes from a
 * file, where single quotes protect every one of them, and becomes the command: the process id is
 * the same, nothing stays between.
 */
final class ExactCommand {
  private ExactCommand() {}

  /**
   * Writes {@code script}, which becomes {@code command}.
   *
   * @param command texts of {@link NativeText}; the first is a path
   * @return the command that runs the script
   */
  static List<String> write(Path script, List<String> command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("exec".getBytes(StandardCharsets.US_ASCII));
    Path env = Executable.inPath("env", Executable.path()).orElse(Path.of("/usr/bin/env"));
    for (String word : List.of(env.toString(), "-i", "--")) {
      quote(NativeText.bytes(word), out);
    }
    for (byte[] entry : CallerEnvironment.entries()) {
      quote(entry, out);
    }
    for (String word : command) {
      quote(NativeText.bytes(word), out);
    }
    out.write('\n');
    Files.write(script, out.toByteArray());
    return List.of("/bin/sh", script.toString());
  }

  /** {@code 'word'}; a quote inside is {@code '\''}. */
  private static void quote(byte[] word, ByteArrayOutputStream out) {
    out.write(' ');
    out.write('\'');
    for (byte b : word) {
      if (b == '\'') {
        out.writeBytes("'\\''".getBytes(StandardCharsets.US_ASCII));
      } else {
        out.write(b);
      }
    }
    out.write('\'');
  }
}
