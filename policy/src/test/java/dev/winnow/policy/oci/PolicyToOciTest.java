package dev.winnow.policy.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyToOciTest {
  /** What a rule becomes: tests by argument, with the mask in front. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sys_read: 1                        | allow",
        "sys_read: fd == 1                  | allow 0&ffffffff==1",
        "sys_read: fd:64 == 1               | allow 0==1",
        "sys_read: count <= 4096            | allow 2&fffffffffffff000==0; allow 2==1000",
        "sys_mmap: (prot & ~3) == 0         | allow 2&fffffffc==0",
        "sys_mmap: (prot & 6) != 6          | allow 2&4==0; allow 2&6==4",
        "sys_read: fd == 1 && count == 2    | allow 0&ffffffff==1 2==2",
        "sys_read: fd in {4, 5} -> log      | log 0&fffffffe==4",
        "sys_read: 1 -> errno(ENOSYS)       | errno(ENOSYS)",
        "sys_read: 1 -> errno(EPERM)        | ''"
      })
  void rulesHaveOneTestOfAnArgument(String rule, String expected) throws Exception {
    OciSeccomp profile = convert(rule + "\n").profile();
    List<String> texts = profile.rules().stream().map(PolicyToOciTest::text).toList();
    assertEquals(expected, String.join("; ", texts));
  }

  private static String text(OciRule rule) {
    StringBuilder text = new StringBuilder(rule.action().toString());
    for (OciTest test : rule.tests()) {
      boolean masked = test.op() == OciTest.Op.MASKED_EQ;
      text.append(" ").append(test.index());
      text.append(masked ? "&" + Long.toHexString(test.value()) : "").append("==");
      text.append(Long.toHexString(masked ? test.valueTwo() : test.value()));
    }
    return text.toString();
  }

  private static PolicyToOci convert(String rules) throws Exception {
    return PolicyToOci.of(
        policy("arch x86_64\ndefault errno(EPERM)\nforeign kill_thread\n" + rules));
  }

  private static Policy policy(String text) throws Exception {
    return Policies.parse("test", text);
  }

  @Test
  void syscallsThatAreTreatedAlikeShareTheirRules() throws Exception {
    OciSeccomp profile =
        convert("sys_write: 1\nsys_dup: fildes == 1\nsys_read: 1\nsys_close: fd == 1\n").profile();
    assertEquals(
        List.of(List.of("read", "write"), List.of("close", "dup")),
        profile.rules().stream().map(OciRule::names).toList());
  }

  @Test
  void whatOnlyDeniesInAnotherWayIsNoWidening() throws Exception {
    PolicyToOci oci =
        PolicyToOci.of(
            policy("arch x86_64\ndefault errno(EPERM)\nunknown errno(ENOSYS)\nsys_execve: 1\n"));
    assertTrue(!oci.exact() && !oci.permitsOtherwise());
    assertEquals(
        """
        changed   numbers above the table's: errno(ENOSYS) -> errno(EPERM)
        changed   other architectures: kill_process -> kill_thread
        """,
        oci.difference().text());
    assertEquals(List.of(), oci.notes());
  }

  /** Policies, with {@code ;} for a new line, and the first difference of their profile. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arch x86_64; default kill_process; nr(900): 1 | narrower  nr(900): allow -> kill_process",
        "arch x86_64; default kill_process; unknown allow | narrower  numbers above the table's: allow -> kill_process",
        "arch x86_64; default kill_process; foreign allow | narrower  other architectures: allow -> kill_thread",
        "arch x86_64; default allow; unknown errno(ENOSYS) | wider     numbers above the table's: errno(ENOSYS) -> allow",
        "arch x86_64; default errno(1); on_next_syscall: 1 | wider     execve: errno(EPERM) -> allow",
        "arch i386; default errno(1); sys_read: 1 | wider     read: kill_process -> allow",
        "arch x86_64; default errno(1); sys_read: 1; arch i386; default errno(1) | wider     i386 read: errno(EPERM) -> allow",
        "arch x86_64; default errno(1); arch i386; default errno(1); sys_read: fd == 3 | wider     read(fd=3, *, *): errno(EPERM) -> allow",
        "arch x86_64; default errno(1); arch x32; default errno(1); sys_read: count:64 == 1 | wider     x32 read(*, *, count=0x100000001): errno(EPERM) -> allow"
      })
  void whatAProfileCannotSayIsFoundAndNamed(String text, String difference) throws Exception {
    PolicyToOci oci = PolicyToOci.of(policy(text.replace("; ", "\n")));
    assertTrue(oci.permitsOtherwise());
    List<String> lines = oci.difference().text().lines().toList();
    assertTrue(lines.contains(difference), oci.difference().text());
  }

  @Test
  void notesSayWhatARuntimeNeeds() throws Exception {
    assertTrue(convert("sys_read: 1\n").notes().getFirst().startsWith("execve is not permitted"));
    assertTrue(
        convert("sys_execve: 1\nsys_open: 1 -> user_notif\n")
            .notes()
            .getFirst()
            .contains("listenerPath"));
  }

  @Test
  void whatNoRuntimeWouldLoadIsRefused() {
    OciException listener =
        assertThrows(
            OciException.class, () -> PolicyToOci.of(policy("arch x86_64\ndefault user_notif\n")));
    assertTrue(String.valueOf(listener.getMessage()).contains("default"), listener.getMessage());
    OciException many =
        assertThrows(
            OciException.class, () -> convert("sys_mmap: addr != 1 && len != 1 && offset != 1\n"));
    assertTrue(String.valueOf(many.getMessage()).startsWith("mmap would take"), many.getMessage());
  }

  @Test
  void rulesThatOverlapWithDifferentActionsHaveNoMeaning() {
    OciTest low = new OciTest(0, OciTest.Op.LE, 3, 0);
    OciSeccomp profile =
        new OciSeccomp(
            Action.KILL_PROCESS,
            List.of(Arch.X86_64),
            List.of(
                new OciRule(List.of("read"), Action.ALLOW, List.of(low)),
                new OciRule(
                    List.of("read"), Action.LOG, List.of(new OciTest(0, OciTest.Op.EQ, 3, 0)))));
    OciException fault = assertThrows(OciException.class, () -> OciMeaning.of(profile));
    assertTrue(String.valueOf(fault.getMessage()).startsWith("read of x86_64"), fault.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EQ        | 5 | 0 | fd:64 == 5",
        "NE        | 5 | 0 | fd:64 != 5",
        "LT        | 5 | 0 | fd:64 < 5",
        "LE        | 5 | 0 | fd:64 <= 5",
        "GT        | 5 | 0 | fd:64 > 5",
        "GE        | 5 | 0 | fd:64 >= 5",
        "MASKED_EQ | 6 | 5 | (fd:64 & 6) == 4"
      })
  void testsCompareWholeRegisters(OciTest.Op op, long value, long two, String expected)
      throws Exception {
    OciTest test = new OciTest(0, op, value, two);
    List<OciTest> twice = new ArrayList<>(List.of(test));
    twice.add(new OciTest(0, OciTest.Op.EQ, 77, 0));
    OciSeccomp profile =
        new OciSeccomp(
            Action.KILL_PROCESS,
            List.of(Arch.X86_64),
            List.of(
                new OciRule(List.of("read"), Action.ALLOW, List.of(test)),
                new OciRule(List.of("write"), Action.ALLOW, twice)));
    String text = Policies.print(OciMeaning.of(profile));
    assertTrue(text.contains("sys_read: " + expected + "\n"), text);
    // Two tests of one argument are alternatives: runtimes make a rule of each.
    assertTrue(text.contains("sys_write: " + expected + "\nsys_write: fd:64 == 77\n"), text);
  }

  @Test
  void json() throws Exception {
    assertEquals(
        """
        {
          "defaultAction" : "SCMP_ACT_ERRNO",
          "defaultErrnoRet" : 1,
          "architectures" : [ "SCMP_ARCH_X86_64" ],
          "syscalls" : [ {
            "names" : [ "execve", "read" ],
            "action" : "SCMP_ACT_ALLOW"
          }, {
            "names" : [ "lseek" ],
            "action" : "SCMP_ACT_TRACE",
            "errnoRet" : 7,
            "args" : [ {
              "index" : 1,
              "value" : 18446744073709551614,
              "valueTwo" : 18446744073709551614,
              "op" : "SCMP_CMP_MASKED_EQ"
            } ]
          } ]
        }
        """,
        OciJson.write(
            convert(
                    "sys_read: 1\nsys_execve: 1\nsys_lseek: offset >= 0xfffffffffffffffe -> trace(7)\n")
                .profile()));
  }
}
