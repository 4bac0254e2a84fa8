package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded program gets the arguments, the environment and the streams of the caller. */
class ExactBytesTest {
  @TempDir private Path folder;
  private Path launcher = Path.of("");

  @BeforeEach
  void install() throws IOException {
    launcher = Installed.launcher(folder);
  }

  private Finished sh(String script) {
    return Installed.sh(folder, launcher, script);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL=C", "LC_ALL=no_SUCH.locale", "-u LC_ALL -u LANG LC_CTYPE=POSIX"})
  void argumentsArriveInEveryLocale(String locale) throws IOException {
    Finished finished =
        sh(
            "env %s \"$WINNOW\" record -q -o é.evidence -- printf '%%s|' é '日 本' \"$(printf 'a\\377\\303')\" | od -An -tx1"
                .formatted(locale));
    assertEquals(
        "c3 a9 7c e6 97 a5 20 e6 9c ac 7c 61 ff c3 7c",
        finished.out().strip().replaceAll("\\s+", " "),
        finished.all());
    String evidence = Files.readString(folder.resolve("é.evidence"));
    assertTrue(evidence.contains("é 日 本 a\\\\xff\\\\xc3\""), evidence);
  }

  @Test
  void environmentIsWhatTheCallerGave() {
    String given =
        "PATH=\"$PATH\" LC_ALL=C app=1 home=2 classpath=3 JAVA_HOME=/no JAVA_TOOL_OPTIONS=-Dx"
            + " LINES=\"$(printf 'a\\n\\351')\"";
    Finished plain = sh("env -i " + given + " env -0 | od -An -tx1");
    Finished recorded =
        sh("env -i " + given + " \"$WINNOW\" record -q -o x.evidence -- env -0 | od -An -tx1");
    assertEquals(plain.out(), recorded.out(), recorded.all());
    assertEquals("", recorded.err());
  }

  @Test
  void closedStreamsStayUnusable() {
    Finished noInput = sh("\"$WINNOW\" record -q -o x.evidence -- cat <&-");
    assertEquals("", noInput.out());
    assertTrue(noInput.err().contains("Bad file descriptor"), noInput.all());
    Finished noOutput = sh("\"$WINNOW\" --version >&-");
    assertEquals(2, noOutput.exitCode(), noOutput.all());
    assertTrue(noOutput.err().contains("cannot write to standard output"), noOutput.all());
    assertEquals(0, sh("\"$WINNOW\" --version 2>&-").exitCode());
  }

  @Test
  void fileNameThatJavaCannotSayIsRefused() {
    Finished finished = sh("\"$WINNOW\" record -o \"$(printf '\\351.evidence')\" -- true");
    assertEquals(2, finished.exitCode());
    assertTrue(finished.err().contains("'\\xe9.evidence': Java cannot name"), finished.all());
    assertTrue(finished.err().contains("symbolic link"), finished.all());
  }

  @Test
  void wrongJavaHomeAndNoHomeDoNotMatter() {
    Finished finished =
        sh(
            "env -u HOME JAVA_HOME=/nonexistent \"$WINNOW\" record -q -o 'a b/c d.evidence' -- true"
                + " || env -u HOME JAVA_HOME=/nonexistent \"$WINNOW\" --version");
    assertEquals(0, finished.exitCode(), finished.all());
    assertTrue(finished.out().startsWith("winnow "), finished.all());
    assertTrue(finished.err().contains("mkdir -p"), finished.all());
  }

  @Test
  void colonInTheClonesNameIsExplained() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("a:b"));
    Finished finished = Installed.sh(folder, Installed.launcher(odd), "\"$WINNOW\" --version");
    assertEquals(2, finished.exitCode(), finished.all());
    assertTrue(finished.err().contains("Remedy: rename the folder"), finished.all());
  }
}
