package dev.winnow.traces.generator;

import dev.winnow.traces.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers that Debian's kernel headers give to syscalls. */
final class UnistdHeader {
  private static final String REMEDY = "; install them with: apt-get install linux-libc-dev";
  private static final Pattern DEFINE =
      Pattern.compile("#define __NR_(\\w+) (?:(\\d+)|\\((__X32_SYSCALL_BIT) \\+ (\\d+)\\))");

  private UnistdHeader() {}

  /** Names by number, in the order of the numbers; with bit 30 for x32. */
  static Map<Integer, String> numbers(Arch arch) {
    String suffix =
        switch (arch) {
          case X86_64 -> "64";
          case I386 -> "32";
          case X32 -> "x32";
        };
    Map<Integer, String> names = new TreeMap<>();
    for (String line : read("x86_64-linux-gnu/asm/unistd_" + suffix + ".h").split("\n", -1)) {
      Matcher define = DEFINE.matcher(line);
      if (define.matches()) {
        int number =
            define.group(3) == null
                ? Integer.parseInt(define.group(2))
                : Arch.X32_BIT + Integer.parseInt(define.group(4));
        names.put(number, define.group(1));
      }
    }
    return names;
  }

  /** The version of the headers, such as {@code 6.1.187}. */
  static String version() {
    Map<String, String> parts = new TreeMap<>();
    Pattern part = Pattern.compile("#define LINUX_VERSION_(\\w+) (\\d+)");
    for (String line : read("linux/version.h").split("\n", -1)) {
      Matcher define = part.matcher(line);
      if (define.matches()) {
        parts.put(define.group(1), define.group(2));
      }
    }
    return parts.get("MAJOR") + "." + parts.get("PATCHLEVEL") + "." + parts.get("SUBLEVEL");
  }

  private static String read(String header) {
    Path path = Path.of("/usr/include", header);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the kernel header " + path + REMEDY, e);
    }
  }
}
