package dev.winnow.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Real containers of a root file system with nothing but busybox. */
final class Containers {
  /** crun needs cgroup v2 alone; this gives it one in a mount namespace of its own. */
  private static final String CGROUP =
      "umount -l /sys/fs/cgroup 2>/dev/null; mount -t cgroup2 none /sys/fs/cgroup && ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private int started;

  private Containers(Path folder) {
    this.folder = folder;
  }

  static Containers in(Path folder) throws IOException {
    Programs.requireTool("crun", "crun");
    Programs.requireTool("runc", "runc");
    Programs.requireTool("busybox", "busybox-static");
    Files.createDirectories(folder.resolve("rootfs/bin"));
    for (String mount : List.of("proc", "dev", "sys", "tmp")) {
      Files.createDirectories(folder.resolve("rootfs").resolve(mount));
    }
    Files.copy(busybox(), folder.resolve("rootfs/bin/busybox"));
    return new Containers(folder);
  }

  static Path busybox() {
    return Path.of("/bin/busybox");
  }

  /** Runs {@code busybox ARGUMENTS} in a container under a profile. */
  Finished crun(Path profile, String arguments) throws IOException {
    configure(profile, arguments);
    return inCgroup("exec crun --root state run --bundle . " + name());
  }

  Finished runc(Path profile, String arguments) throws IOException {
    configure(profile, arguments);
    return Programs.run(
        folder, Map.of(), List.of("runc", "--root", "state-runc", "run", "--bundle", ".", name()));
  }

  /** The program that crun makes of a profile, which it keeps beside a container's state. */
  byte[] programOfCrun(Path profile) throws IOException {
    configure(profile, "true");
    String name = name();
    Finished finished =
        inCgroup(
            "crun --root state create --bundle . %1$s >created 2>&1 && cp state/%1$s/seccomp.bpf . && crun --root state delete -f %1$s"
                .formatted(name));
    if (finished.exitCode() != 0) {
      throw new AssertionError(finished.all() + Files.readString(folder.resolve("created")));
    }
    return Files.readAllBytes(folder.resolve("seccomp.bpf"));
  }

  private Finished inCgroup(String command) {
    return Programs.run(folder, Map.of(), List.of("unshare", "-m", "sh", "-c", CGROUP + command));
  }

  private String name() {
    started++;
    return "winnow-test-" + ProcessHandle.current().pid() + "-" + started;
  }

  /** A config.json as crun proposes it, with the profile, and without what needs privileges. */
  private void configure(Path profile, String arguments) throws IOException {
    Path file = folder.resolve("config.json");
    Files.deleteIfExists(file);
    Programs.run(folder, Map.of(), List.of("crun", "spec"));
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    ObjectNode process = (ObjectNode) config.get("process");
    process.put("terminal", false);
    process.remove("rlimits");
    List<String> words = new ArrayList<>(List.of("/bin/busybox"));
    words.addAll(List.of(arguments.split(" ", -1)));
    ArrayNode args = process.putArray("args");
    words.forEach(args::add);
    ((ObjectNode) config.get("root")).put("readonly", false);
    ObjectNode linux = (ObjectNode) config.get("linux");
    linux.remove("resources");
    JsonNode seccomp = JSON.readTree(Files.readAllBytes(profile));
    linux.set("seccomp", seccomp);
    Files.write(file, JSON.writeValueAsBytes(config));
  }
}
