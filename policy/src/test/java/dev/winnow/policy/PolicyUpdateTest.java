package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyUpdateTest {
  private static final String CURRENT =
      """
      # winnow policy 1
      arch x86_64
      default errno(EPERM)
      unknown errno(ENOSYS)
      on_next_syscall: 1
      sys_read: 1                   # always
      sys_write: fd == 1
      sys_mmap: 1
      sys_write: fd == 2 -> log
      sys_close: 1
      """;

  private static Policy policy(String text) throws PolicySyntaxException {
    return Policies.parse("current", text);
  }

  private static PolicyUpdate update(String current, String patch) throws Exception {
    Policy policy = policy(current);
    byte[] bytes = patch.getBytes(StandardCharsets.UTF_8);
    return PolicyUpdate.of(policy, Policies.parsePatch("patch", bytes, policy));
  }

  @Test
  void onlyWhatIsNamedIsReplacedAndCommentsStay() throws Exception {
    PolicyUpdate update = update(CURRENT, "sys_write: fd == 2  # errors\nsys_mmap: 0\n");
    assertTrue(!update.widens());
    assertEquals(
        CURRENT
            .replace("sys_write: fd == 1\n", "sys_write: fd == 2            # errors\n")
            .replace("sys_mmap: 1\n", "")
            .replace("sys_write: fd == 2 -> log\n", ""),
        Policies.print(update.policy()));
  }

  @Test
  void whatTheHeadSaysStays() throws Exception {
    String current = CURRENT.replace("arch", "# incomplete recording: a: truncated\narch");
    String patch = "# a patch's own words\nsys_read: fd == 0";
    assertEquals(
        current.replace("sys_read: 1                   # always", "sys_read: fd == 0"),
        Policies.print(update(current, patch).policy()));
  }

  /** Patches with {@code ;} for a new line, and the difference that they make. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                   | false | ``",
        "# nothing                          | false | ``",
        "sys_read: fd == 0                  | false | narrower  read(fd=1, *, *): allow -> errno(EPERM)",
        "sys_mmap: 0                        | false | narrower  mmap: allow -> errno(EPERM)",
        "sys_clone3: 1 -> errno(ENOSYS)     | false | changed   clone3: errno(EPERM) -> errno(ENOSYS)",
        "sys_write: fd == 3                 | true  | wider     write(fd=3, *, *): errno(EPERM) -> allow",
        "sys_open: 1                        | true  | wider     open: errno(EPERM) -> allow",
        "sys_write: fd == 1; sys_write: 1 -> log | true  | wider     write(fd=0, *, *): errno(EPERM) -> log",
        "default allow                      | true  | wider     write(fd=0, *, *): errno(EPERM) -> allow",
        "default kill_process               | false | changed   write(fd=0, *, *): errno(EPERM) -> kill_process",
        "unknown allow                      | true  | wider     numbers above the table's: errno(ENOSYS) -> allow",
        "foreign log                        | true  | wider     other architectures: kill_process -> log",
        "on_next_syscall: 0                 | false | ``",
        "arch x86_64; sys_mmap: 0           | false | narrower  mmap: allow -> errno(EPERM)"
      })
  void isRefusedWhereItWidens(String patch, boolean widens, String difference) throws Exception {
    PolicyUpdate update = update(CURRENT, patch == null ? "" : patch.replace("; ", "\n"));
    assertEquals(widens, update.widens());
    assertEquals(difference, update.difference().text().lines().findFirst().orElse(""), patch);
  }

  @Test
  void underAPermittingDefaultRemovingARuleWidens() throws Exception {
    String current = "arch x86_64\ndefault allow\nsys_ptrace: 1 -> errno(EPERM)\n";
    assertTrue(update(current, "sys_ptrace: 0\n").widens());
    assertTrue(!update(current, "sys_kill: 1 -> errno(EPERM)\n").widens());
  }

  @Test
  void severalSectionsAreToldApartByTheirArchLine() throws Exception {
    String both = CURRENT + "\narch i386\ndefault errno(EPERM)\nsys_read: 1\n";
    Policy updated = update(both, "arch i386\nsys_read: 0\n").policy();
    assertEquals(List.of(), updated.sections().get(1).rules());
    assertEquals(5, updated.sections().getFirst().rules().size());
    PolicySyntaxException unclear =
        assertThrows(PolicySyntaxException.class, () -> update(both, "sys_read: 0\n"));
    assertTrue(
        String.valueOf(unclear.getMessage()).contains("arch x86_64, i386"), unclear.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arch i386          | the policy has no section for i386",
        "sys_raed: 1        | sys_read",
        "on_next_syscall: 1 | cannot turn on_next_syscall on",
        "default errno      | expected"
      })
  void faultsNameTheirPlace(String patch, String message) {
    String current = CURRENT.replace("on_next_syscall: 1\n", "");
    PolicySyntaxException fault =
        assertThrows(PolicySyntaxException.class, () -> update(current, patch));
    assertTrue(String.valueOf(fault.getMessage()).startsWith("patch:1:"), fault.getMessage());
    assertTrue(String.valueOf(fault.getMessage()).contains(message), fault.getMessage());
  }

  /** Accepted updates are subsets, updating twice is updating once, an empty patch does nothing. */
  @Test
  void laws() throws Exception {
    int accepted = 0;
    for (long seed = 0; seed < 300; seed++) {
      PolicyGenerator random = new PolicyGenerator(seed);
      Policy current = random.policy();
      assertEquals(current, PolicyUpdate.of(current, new PolicyPatch(List.of())).policy());
      PolicyPatch patch = patch(current, random.policy());
      PolicyUpdate once = PolicyUpdate.of(current, patch);
      assertEquals(once.policy(), PolicyUpdate.of(once.policy(), patch).policy(), "seed " + seed);
      assertEquals(!once.widens(), PolicyDiff.subset(once.policy(), current), "seed " + seed);
      accepted += once.widens() ? 0 : 1;
    }
    assertTrue(accepted > 30 && accepted < 270, "accepted " + accepted);
  }

  /** Some of another policy's rules, for the syscalls that the current one knows, or its own. */
  private static PolicyPatch patch(Policy current, Policy other) {
    List<PolicyPatch.Part> parts = new ArrayList<>();
    for (Section section : current.sections()) {
      Section from = other.section(section.arch());
      List<Rule> rules = new ArrayList<>(from == null ? List.of() : from.rules());
      section.rules().stream()
          .limit(2)
          .forEach(rule -> rules.add(new Rule(rule.number(), Expr.FALSE, rule.action())));
      Arch arch = section.arch();
      parts.add(new PolicyPatch.Part(arch, null, null, null, null, rules));
    }
    return new PolicyPatch(parts);
  }
}
