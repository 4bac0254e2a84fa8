package dev.winnow.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.policy.Action;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.oci.OciException;
import dev.winnow.policy.oci.OciMeaning;
import dev.winnow.policy.oci.OciRule;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.OciTest;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The default profile of container engines: an OCI profile whose rules may hang on capabilities and
 * architectures (containers-common, {@code pkg/seccomp}). Read for x86_64 and the capabilities that
 * a container has unless it asks for others.
 */
final class ContainerProfile {
  /** containers.conf(5), {@code default_capabilities}. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_NET_BIND_SERVICE",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");

  private ContainerProfile() {}

  /**
   * The policy that the profile amounts to.
   *
   * @throws IOException if it is no such profile, or one whose rules contradict each other
   */
  static Policy read(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    if (!root.path("syscalls").isArray()) {
      throw new IOException(file + ": no seccomp profile: it has no list \"syscalls\"");
    }
    List<OciRule> rules = new ArrayList<>();
    Set<String> decided = new HashSet<>();
    for (JsonNode rule : root.path("syscalls")) {
      List<OciTest> tests = tests(rule.path("args"));
      // libseccomp drops a rule of a syscall that an earlier one decides whatever its arguments
      // (src/db.c); the profile names setns in two such rules.
      List<String> names = new ArrayList<>(texts(rule.path("names")));
      names.removeAll(decided);
      if (applies(rule) && !names.isEmpty()) {
        Action action = action(file, rule.path("action").asText(), rule.path("errnoRet").asInt(1));
        rules.add(new OciRule(names, action, tests));
        decided.addAll(tests.isEmpty() ? names : List.of());
      }
    }
    Action otherwise =
        action(file, root.path("defaultAction").asText(), root.path("defaultErrnoRet").asInt(1));
    try {
      return OciMeaning.of(new OciSeccomp(otherwise, List.of(Arch.X86_64), rules));
    } catch (OciException | DiagramLimitException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static boolean applies(JsonNode rule) {
    List<String> architectures = texts(rule.path("includes").path("arches"));
    return (architectures.isEmpty() || architectures.contains("amd64"))
        && !texts(rule.path("excludes").path("arches")).contains("amd64")
        && CAPABILITIES.containsAll(texts(rule.path("includes").path("caps")))
        && texts(rule.path("excludes").path("caps")).stream().noneMatch(CAPABILITIES::contains);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static List<OciTest> tests(JsonNode list) {
    List<OciTest> tests = new ArrayList<>();
    for (JsonNode test : list) {
      tests.add(
          new OciTest(
              test.path("index").asInt(),
              OciTest.Op.valueOf(test.path("op").asText().replace("SCMP_CMP_", "")),
              test.path("value").asLong(),
              test.path("valueTwo").asLong()));
    }
    return tests;
  }

  private static Action action(Path file, String name, int errno) throws IOException {
    return switch (name) {
      case "SCMP_ACT_ALLOW" -> Action.ALLOW;
      case "SCMP_ACT_LOG" -> Action.LOG;
      case "SCMP_ACT_ERRNO" -> Action.errno(errno);
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS" -> Action.KILL_PROCESS;
      default -> throw new IOException(file + ": the action " + name + " is not understood");
    };
  }
}
