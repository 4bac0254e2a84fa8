package dev.winnow.recorder.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Starts a command with exactly the bytes of its arguments and of the caller's environment. Java
 * passes on only what its locale can decode and encode again; so a shell reads the bytes from a
 * file, where single quotes protect every one of them, and becomes the command: the process id is
 * the same, nothing stays between.
 */
final class ExactCommand {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private ExactCommand() {}

  /**
   * Writes {@code script}, which removes itself and becomes {@code command}. It is for nobody else
   * to read: it holds the environment, in which secrets are kept.
   *
   * @param command texts of {@link NativeText}; the first is a path
   * @param output where its standard output goes
   * @return the command that runs the script
   */
  static List<String> write(Path script, List<String> command, Output output) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path rm = Executable.inPath("rm", Executable.path()).orElse(Path.of("/bin/rm"));
    for (String word : List.of(rm.toString(), "-f", "--", script.toString())) {
      quote(NativeText.bytes(word), out);
    }
    out.writeBytes("\nexec".getBytes(StandardCharsets.US_ASCII));
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
    if (output == Output.RESULTS) {
      out.writeBytes(" >&2".getBytes(StandardCharsets.US_ASCII));
    }
    out.write('\n');
    Files.deleteIfExists(script);
    Files.createFile(script, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
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
