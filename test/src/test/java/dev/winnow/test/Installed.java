package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The real launcher in a clone of its own, which the build before these tests has filled. */
final class Installed {
  private static final Path ROOT = Path.of("..");

  private Installed() {}

  /** A clone in a folder with blanks in its name, built as the launcher would have built it. */
  static Path launcher(Path folder) throws IOException {
    Path clone = Files.createDirectories(folder.resolve("a clone of it"));
    Files.createDirectories(clone.resolve(".mvn"));
    Path target = Files.createDirectories(clone.resolve("cli/target/winnow"));
    Files.createDirectories(clone.resolve("cli/src/main"));
    for (String file : List.of("winnow", ".mvn/find-jdk.sh", "pom.xml", "cli/pom.xml")) {
      Files.copy(ROOT.resolve(file), clone.resolve(file));
    }
    Path built = ROOT.resolve("cli/target").toRealPath();
    Files.createSymbolicLink(clone.resolve("cli/target/lib"), built.resolve("lib"));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(built, "winnow-cli-*.jar")) {
      for (Path jar : jars) {
        Files.createSymbolicLink(clone.resolve("cli/target").resolve(jar.getFileName()), jar);
      }
    }
    makeNewer(clone, built);
    Files.createFile(target.resolve("built"));
    return clone.resolve("winnow");
  }

  private static void makeNewer(Path clone, Path built) {
    String make =
        "mkdir lib && \"$JAVA_HOME/bin/java\" -cp \"$BUILT/*:$BUILT/lib/*\""
            + " dev.winnow.cli.NewerClasses lib \"$BUILT\"/lib/*.jar && ls lib";
    Finished made =
        Programs.run(
            clone.resolve("cli/target/winnow"),
            Map.of("BUILT", built.toString(), "JAVA_HOME", System.getProperty("java.home")),
            List.of("sh", "-c", make));
    assertTrue(made.out().contains("picocli"), made::all);
  }

  /** Runs a shell script in which {@code $WINNOW} is the launcher. */
  static Finished sh(Path folder, Path launcher, String script) {
    return Programs.run(folder, Map.of("WINNOW", launcher.toString()), List.of("sh", "-c", script));
  }
}
