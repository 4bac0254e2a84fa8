package dev.winnow.traces.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The running kernel's trace events for syscalls: the names and types of their arguments. */
final class TraceEvents {
  static final Path TRACEFS = Path.of("/sys/kernel/tracing");

  /** Trace events go by the kernel's function; where that differs, the name in unistd.h. */
  private static final Map<String, String> NAME_OF_FUNCTION =
      Map.of(
          "newstat", "stat",
          "newlstat", "lstat",
          "newfstat", "fstat",
          "newuname", "uname",
          "sendfile64", "sendfile",
          "umount", "umount2");

  private static final Pattern FIELD = Pattern.compile("\tfield:([^;]+);.*");

  private TraceEvents() {}

  /** The parameters of every syscall that has an event, by the syscall's name. */
  static Map<String, List<Parameter>> parameters() {
    mount();
    Path events = TRACEFS.resolve("events/syscalls");
    Map<String, List<Parameter>> all = new TreeMap<>();
    try (Stream<Path> directories = Files.list(events)) {
      for (Path directory : directories.toList()) {
        String name = directory.getFileName().toString();
        if (name.startsWith("sys_enter_")) {
          all.put(syscallOf(name.substring("sys_enter_".length())), read(directory));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot list " + events + remedy(), e);
    }
    return all;
  }

  /** The syscall behind a trace event's function. */
  static String syscallOf(String function) {
    return NAME_OF_FUNCTION.getOrDefault(function, function);
  }

  /** The kernel's version, such as {@code 6.18}. */
  static String kernel() {
    try {
      String release = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
      Matcher version = Pattern.compile("(\\d+\\.\\d+)").matcher(release);
      if (!version.lookingAt()) {
        throw new IllegalStateException("the kernel release '" + release + "' has no version");
      }
      return version.group(1);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the kernel's release", e);
    }
  }

  /** Mounts tracefs if it is not; needs root. */
  static void mount() {
    if (Files.isDirectory(TRACEFS.resolve("events/syscalls"))) {
      return;
    }
    try {
      Process mount =
          new ProcessBuilder("mount", "-t", "tracefs", "nodev", TRACEFS.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (mount.waitFor() != 0) {
        throw new IllegalStateException("no trace events: " + said.strip() + remedy());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run mount" + remedy(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while mounting tracefs", e);
    }
  }

  private static String remedy() {
    return "; as root: mount -t tracefs nodev " + TRACEFS;
  }

  private static List<Parameter> read(Path directory) throws IOException {
    List<Parameter> parameters = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("format"))) {
      Matcher field = FIELD.matcher(line);
      if (field.matches() && !field.group(1).matches(".* (common_\\w+|__syscall_nr)")) {
        parameters.add(Parameter.of(field.group(1)));
      }
    }
    return parameters;
  }
}
