package dev.winnow.traces.generator;

import dev.winnow.traces.Arch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers that Debian's kernel headers give to syscalls. */
final class UnistdHeader {
  /** Macros of asm/unistd.h that number no syscall: bases, counts, masks. */
  private static final Pattern NO_SYSCALL =
      Pattern.compile(".*Linux.*|syscalls|\\w*_BASE|BASE|SYSCALL_\\w+|arch_specific_syscall");

  private static final Pattern DEFINE = Pattern.compile("#define __(?:ARM_)?NR_(\\w+) (.*)");

  private UnistdHeader() {}

  /** Names by number, in the order of the numbers; with bit 30 for x32. */
  static Map<Integer, String> numbers(Arch arch) {
    Target target = Target.of(arch);
    String source = "#include <asm/unistd.h>\n";
    try (Gcc gcc = new Gcc(target)) {
      Gcc.Result macros = gcc.run(source, "-E", "-dM");
      if (macros.exit() != 0) {
        throw new IllegalStateException(
            "cannot read " + target.asm() + "/unistd.h: " + macros.errors() + target.remedy());
      }
      return numbers(gcc.run(source + uses(macros.output()), "-E", "-P").output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line for each syscall: its name as a string, then its macro. */
  private static String uses(String macros) {
    Map<String, String> bodies = new HashMap<>();
    Matcher define = DEFINE.matcher("");
    for (String line : macros.split("\n", -1)) {
      if (define.reset(line).matches() && !NO_SYSCALL.matcher(define.group(1)).matches()) {
        bodies.put(line.substring("#define ".length(), define.end(1)), define.group(2));
      }
    }
    StringBuilder uses = new StringBuilder();
    bodies.forEach((macro, body) -> {
      // __NR_sync_file_range2 is another name of arm's __NR_arm_sync_file_range.
      if (!bodies.containsKey(body)) {
        String name = macro.replaceFirst("^__(ARM_)?NR_", "");
        uses.append('"').append(name).append("\" = ").append(macro).append('\n');
      }
    });
    return uses.toString();
  }

  /** Reads lines such as {@code "read" = (5000 + 0)}. */
  private static Map<Integer, String> numbers(String lines) {
    Map<Integer, String> names = new TreeMap<>();
    Matcher use = Pattern.compile("\"(\\w+)\" = ([()x0-9a-f+ ]+)").matcher(lines);
    while (use.find()) {
      int number = 0;
      for (String part : use.group(2).replaceAll("[() ]", "").split("\\+", -1)) {
        number += Integer.decode(part);
      }
      String other = names.put(number, use.group(1));
      if (other != null) {
        throw new IllegalStateException(number + " is " + other + " and " + use.group(1));
      }
    }
    return names;
  }

  /** The version of the architecture's headers, such as {@code 6.1.187}. */
  static String version(Arch arch) {
    Target target = Target.of(arch);
    Path path = target.include().resolve("linux/version.h");
    Map<String, String> parts = new TreeMap<>();
    Pattern part = Pattern.compile("#define LINUX_VERSION_(\\w+) (\\d+)");
    try {
      for (String line : Files.readAllLines(path)) {
        Matcher define = part.matcher(line);
        if (define.matches()) {
          parts.put(define.group(1), define.group(2));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the kernel header " + path + target.remedy(), e);
    }
    return parts.get("MAJOR") + "." + parts.get("PATCHLEVEL") + "." + parts.get("SUBLEVEL");
  }
}
