package dev.winnow.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reports as winnow writes them, of traces that are written here. */
final class ReportPages {
  /** What somebody who means harm to a reader would call a file. */
  static final String EVIL =
      "<img src=x onerror=alert(1)>\"'`--><script>alert(2)<\\script>\u001b[2J\u202egpj.exe&amp;";

  private ReportPages() {}

  /** Six runs of a small program, in which run 4 does something of its own. */
  static Path ordinary(Path folder) throws IOException {
    List<String> line = new ArrayList<>(List.of("report"));
    for (int run = 1; run <= 6; run++) {
      StringBuilder trace =
          new StringBuilder("1 execve(\"/bin/demo\", [\"demo\"], 0x7f /* 3 vars */) = 0\n");
      for (int i = 0; i < 3 * run; i++) {
        trace.append("1 read(3, \"\"..., 4096) = 10\n1 write(1, \"\"..., 10) = 10\n");
      }
      trace.append("1 openat(AT_FDCWD, \"/etc/a\", O_RDONLY|O_CLOEXEC) = 3\n");
      if (run % 2 == 0) {
        trace.append("1 openat(AT_FDCWD, \"/tmp/b\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 4\n");
      }
      trace.append(
          "1 mmap(NULL, 4096, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x1000\n");
      if (run == 4) {
        trace.append("1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 5\n");
      }
      trace.append("1 exit_group(0) = ?\n1 +++ exited with 0 +++\n");
      Files.writeString(folder.resolve("run" + run + ".strace"), trace);
      line.add("run" + run + ".strace");
    }
    Files.writeString(
        folder.resolve("other.policy"),
        "arch x86_64\ndefault errno(EPERM)\nsys_read: 1\nsys_write: 1\nsys_ptrace: 1\n");
    line.addAll(List.of("--base", "other.policy", "-o", "ordinary", "-q"));
    return written(folder, line, "ordinary");
  }

  /** One run of which every text is hostile, and one path has a megabyte. */
  static Path hostile(Path folder) throws IOException {
    String trace =
        """
        1 execve("/bin/%1$s", ["%1$s"], 0x7f /* 3 vars */) = 0
        1 openat(AT_FDCWD, "/%2$s", O_RDONLY) = 3
        1 ioctl(1, %1$s, 0) = 0
        1 openat(AT_FDCWD, "/x", O_RDONLY|O_%1$s) = 3
        1 %1$s
        1 exit_group(0) = ?
        """
            .formatted(EVIL, "x".repeat(1_000_000));
    String name = EVIL.replace('/', '\\') + ".strace";
    Files.writeString(folder.resolve(name), trace, StandardCharsets.UTF_8);
    return written(folder, List.of("report", name, "-o", "hostile", "-q"), "hostile");
  }

  private static Path written(Path folder, List<String> line, String output) {
    Finished finished = Programs.winnow(folder, line.toArray(String[]::new));
    if (finished.exitCode() != 0) {
      throw new AssertionError(finished.all());
    }
    return folder.resolve(output).resolve("report.html");
  }
}
