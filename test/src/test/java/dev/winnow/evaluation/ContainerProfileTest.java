package dev.winnow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.policy.Action;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policy;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerProfileTest {
  private static final String PROFILE =
      """
      {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [
        {"names": ["getpid", "setns"], "action": "SCMP_ACT_ALLOW", "args": [],
         "includes": {}, "excludes": {}},
        {"names": ["personality"], "action": "SCMP_ACT_ALLOW",
         "args": [{"index": 0, "value": 8, "valueTwo": 0, "op": "SCMP_CMP_EQ"}]},
        {"names": ["chroot"], "action": "SCMP_ACT_ALLOW", "args": null,
         "includes": {"caps": ["CAP_SYS_CHROOT"]}},
        {"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "args": [],
         "includes": {"caps": ["CAP_SYS_ADMIN"]}},
        {"names": ["bpf", "setns"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1, "args": [],
         "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
        {"names": ["getuid"], "action": "SCMP_ACT_ALLOW", "args": [],
         "includes": {"arches": ["s390x"]}}
      ]}
      """;

  @Test
  void rulesHangOnCapabilitiesAndArchitectures(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("seccomp.json"), PROFILE);
    Policy policy = ContainerProfile.read(file);
    assertEquals(Action.ALLOW, decide(policy, "getpid", 0));
    assertEquals(Action.ALLOW, decide(policy, "personality", 8));
    assertEquals(Action.errno(38), decide(policy, "personality", 9));
    assertEquals(Action.ALLOW, decide(policy, "chroot", 0));
    assertEquals(Action.errno(1), decide(policy, "bpf", 0));
    assertEquals(Action.ALLOW, decide(policy, "setns", 0), "the first rule counts");
    assertEquals(Action.errno(38), decide(policy, "getuid", 0));
  }

  @Test
  void whatIsNoProfileIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("seccomp.json"), "{}");
    assertThrows(IOException.class, () -> ContainerProfile.read(file));
  }

  private static Action decide(Policy policy, String name, long argument) {
    Syscall syscall = SyscallTable.of(Arch.X86_64).byName(name);
    if (syscall == null) {
      throw new AssertionError(name);
    }
    int arch = Arch.X86_64.auditToken();
    return Evaluator.decide(policy, SeccompData.of(arch, syscall.number(), argument));
  }
}
