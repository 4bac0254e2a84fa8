package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A command that ran in this JVM, which takes milliseconds. Not for what writes to the descriptor
 * of standard output itself: {@code events}, and {@code -o -}.
 *
 * @param exitCode its exit code
 * @param out its standard output, with {@code DIR/} for the folder of the test
 * @param err its standard error, likewise
 */
record InProcess(int exitCode, String out, String err) {
  static InProcess run(Path folder, String... args) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, false, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, false, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = Main.run(args);
      System.out.flush();
      System.err.flush();
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
    return new InProcess(exitCode, text(out, folder), text(err, folder));
  }

  /** {@code line} split at blanks, with {@code DIR/} for the folder. */
  static InProcess line(Path folder, String line) {
    String[] words = line.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("DIR/", folder + "/");
    }
    return run(folder, words);
  }

  /** As {@link #line(Path, String)}, which must end with this code. */
  static InProcess line(Path folder, int exitCode, String line) {
    InProcess done = line(folder, line);
    assertEquals(exitCode, done.exitCode(), line + "\n" + done.err());
    return done;
  }

  private static String text(ByteArrayOutputStream bytes, Path folder) {
    return bytes.toString(StandardCharsets.UTF_8).replace(folder + "/", "DIR/");
  }
}
