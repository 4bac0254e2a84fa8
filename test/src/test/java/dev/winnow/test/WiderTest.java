package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bitmask.PolicyToBitmask;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a format cannot express is named, and is an error unless it is accepted. */
class WiderTest {
  private static final List<String> CONDITIONS =
      List.of(
          "1",
          "arg0 == 1",
          "arg0 == 1 || arg0 != 1",
          "(arg1 & 7) == 0 && arg0 <= 9",
          "0",
          "1 -> errno(ENOSYS)",
          "arg0 < 0",
          "1 -> log",
          "arg2 in {1, 5..9} -> trap",
          "1 -> user_notif");

  @TempDir private Path folder;

  private static String policy(RandomGenerator random) {
    StringBuilder text = new StringBuilder("arch x86_64\ndefault errno(EPERM)\n");
    for (Syscall syscall : SyscallTable.of(Arch.X86_64).all()) {
      for (int i = random.nextInt(12); i > 9; i--) {
        String condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
        text.append("sys_").append(syscall.name()).append(": ").append(condition).append('\n');
      }
    }
    return text.toString();
  }

  private static SeccompData event(int number, RandomGenerator random) {
    long[] args = random.longs(6, 0, 12).toArray();
    return SeccompData.of(Arch.X86_64.auditToken(), number, args);
  }

  /** Where the bitmask and the policy disagree, the syscall is named; and it never denies more. */
  @Test
  void aBitmaskNamesEverySyscallThatItWidens() throws Exception {
    int named = 0;
    for (long seed = 0; seed < 40; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      Policy policy = Policies.parse("generated", policy(random));
      PolicyToBitmask result = PolicyToBitmask.of(policy, policy.sections().getFirst());
      for (Syscall syscall : SyscallTable.of(Arch.X86_64).all()) {
        boolean allows = result.bitmask().allows(syscall.number());
        boolean isNamed = result.wider().contains(syscall.name());
        named += isNamed ? 1 : 0;
        for (int i = 0; i < 20; i++) {
          boolean permits = Evaluator.decide(policy, event(syscall.number(), random)).permits();
          String which = "seed " + seed + ", " + syscall.name();
          assertTrue(allows || !permits, which);
          assertTrue(permits == allows || isNamed, which);
        }
      }
    }
    assertTrue(named > 100, named + " named");
  }

  @Test
  void theCommandRefusesWhatItNamesUnlessThatIsAccepted() throws IOException {
    Files.writeString(
        folder.resolve("p"),
        "arch x86_64\ndefault errno(1)\nsys_read: fd == 0\nsys_write: 1 -> log\nsys_close: 1\n");
    Finished refused = Programs.winnow(folder, "compile", "p", "-f", "bitmask", "-o", "b");
    assertEquals(1, refused.exitCode(), refused.all());
    assertTrue(refused.err().contains("arguments are permitted of read;"), refused.all());
    assertTrue(refused.err().contains("the log action of write"), refused.all());
    assertFalse(refused.err().contains("close"), refused.all());
    assertFalse(Files.exists(folder.resolve("b")));
    Finished accepted =
        Programs.winnow(folder, "compile", "p", "-f", "bitmask", "-o", "b", "--allow-wider");
    assertEquals(0, accepted.exitCode(), accepted.all());
    assertTrue(accepted.err().contains("does not say which arguments are permitted of read"));
    assertTrue(accepted.err().contains("does not say the log action of write"), accepted.all());
  }
}
