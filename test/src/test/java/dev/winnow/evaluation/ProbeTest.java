package dev.winnow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProbeTest {
  private static final Path PROBES = Path.of("evaluation/probes.tsv");

  /** Reading refuses rows without a technique or source, and events that are none. */
  @Test
  void everyProbeIsAnEventWithItsTechniqueAndSource() throws IOException {
    List<Probe> probes = Probe.read(PROBES);
    assertTrue(probes.size() >= 80, probes.size() + " probes");
    Set<String> texts = new HashSet<>();
    for (Probe probe : probes) {
      assertTrue(texts.add(probe.text()), "twice: " + probe.text());
    }
  }

  @Test
  void aFaultIsToldWithItsLine(@TempDir Path folder) throws IOException {
    for (String line :
        List.of("bpf()\tno source", "bpf()\t\tbpf(2)", "nosuchcall()\tx\ty", "bpf(cmd=\tx\ty")) {
      Path file = Files.writeString(folder.resolve("probes"), "# events\n" + line + "\n");
      IOException e = assertThrows(IOException.class, () -> Probe.read(file), line);
      assertTrue(String.valueOf(e.getMessage()).contains("probes:2"), e.getMessage());
    }
  }

  /** What a probe leaves open, the attacker chooses. */
  @Test
  void aProbeIsBlockedIfNoChoiceIsPermitted(@TempDir Path folder) throws Exception {
    Policy policy = policy("sys_socket: family == AF_UNIX && type == SOCK_STREAM");
    assertTrue(blocked(folder, policy, "socket(family=AF_INET)"));
    assertTrue(blocked(folder, policy, "bpf()"));
    assertFalse(blocked(folder, policy, "socket(family=AF_UNIX)"));
    assertFalse(blocked(folder, policy, "socket()"));
    assertTrue(blocked(folder, policy, "socket(family=AF_UNIX, type=SOCK_RAW)"));
  }

  private static boolean blocked(Path folder, Policy policy, String event) throws IOException {
    Path file = Files.writeString(folder.resolve("probe"), event + "\tx\ty\n");
    List<Probe> probes = Probe.read(file);
    assertEquals(1, probes.size());
    return probes.getFirst().blockedBy(policy);
  }

  static Policy policy(String rules) throws PolicySyntaxException {
    return Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\n" + rules + "\n");
  }
}
