package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on programs that winnow did not choose, with the kernel enforcing the result. */
class ProfileTest {
  @TempDir private Path folder;

  private void profile(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "profile";
    System.arraycopy(args, 0, all, 1, args.length);
    Finished finished = Programs.winnow(folder, all);
    assertEquals(0, finished.exitCode(), finished.all());
  }

  private Path program(String name) {
    return folder.resolve("out").resolve(name + ".bpf");
  }

  @Test
  void lsRunsUnderItsPolicyAndMkdirDoesNot() throws IOException {
    Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(folder.resolve("tree/a/file"), "x");
    profile("-o", "out", "-n", "3", "--", "ls", "-lR", "tree");
    for (String file : List.of("ls.evidence", "ls.policy", "ls.bpf", "ls.bitmask", "report.html")) {
      assertTrue(Files.size(folder.resolve("out").resolve(file)) > 0, file);
    }
    Finished plain = Programs.run(folder, Map.of(), List.of("ls", "-lR", "tree"));
    Finished allowed = Programs.underPolicy(folder, program("ls"), "ls", "-lR", "tree");
    assertEquals(plain.out(), allowed.out(), allowed.all());
    assertEquals(0, allowed.exitCode(), allowed.all());
    Finished denied = Programs.underPolicy(folder, program("ls"), "mkdir", "new");
    assertNotEquals(0, denied.exitCode());
    assertTrue(denied.err().contains("Operation not permitted"), denied.all());
    assertTrue(Files.notExists(folder.resolve("new")));
  }

  @Test
  void pythonWithThreadsAndChildrenRunsUnderItsPolicy() throws IOException {
    Path script = folder.resolve("work.py");
    Files.writeString(
        script,
        """
        import subprocess, sys, threading
        found = []
        threads = [threading.Thread(target=lambda i=i: found.append(i * i)) for i in range(4)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(sorted(found), subprocess.run(["echo", "child"], capture_output=True).stdout)
        """);
    profile("-o", "out", "-n", "3", "--", "python3", "-B", "work.py");
    Finished allowed = Programs.underPolicy(folder, program("python3"), "python3", "-B", "work.py");
    assertEquals("[0, 1, 4, 9] b'child\\n'\n", allowed.out(), allowed.all());
    Finished denied =
        Programs.underPolicy(
            folder, program("python3"), "python3", "-B", "-c", "import os; os.mkdir('new')");
    assertTrue(denied.err().contains("PermissionError"), denied.all());
  }

  @Test
  void gitRunsUnderItsPolicy() throws IOException {
    Path repository = Files.createDirectory(folder.resolve("repository"));
    for (List<String> command :
        List.of(
            List.of("git", "init", "-q", "."),
            List.of(
                "git",
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@localhost",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "first"))) {
      Finished finished = Programs.run(repository, Map.of(), command);
      assertEquals(0, finished.exitCode(), finished.all());
    }
    profile("-o", "out", "-n", "3", "--", "git", "-C", "repository", "log", "--oneline");
    Finished allowed =
        Programs.underPolicy(folder, program("git"), "git", "-C", "repository", "log", "--oneline");
    assertEquals(0, allowed.exitCode(), allowed.all());
    assertTrue(allowed.out().endsWith(" first\n"), allowed.all());
    Finished denied =
        Programs.underPolicy(folder, program("git"), "git", "-C", "repository", "tag", "t");
    assertNotEquals(0, denied.exitCode(), denied.all());
  }

  @Test
  void recordedEventsAreAllowedByThePolicyAndByTheProgram() {
    profile("-o", "out", "--", "ls", "-l", "/");
    Finished check = Programs.winnow(folder, "check", "out/ls.policy", "out/ls.evidence");
    assertEquals(0, check.exitCode(), check.all());
    Finished verify = Programs.winnow(folder, "verify", "out/ls.policy", "out/ls.bpf");
    assertEquals(0, verify.exitCode(), verify.all());
  }
}
