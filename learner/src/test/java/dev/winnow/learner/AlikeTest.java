package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table {@code alike.tsv} and what it makes of values. */
class AlikeTest {
  @Test
  void everyRowNamesArgumentsAndConstantsThatExist() {
    for (Alike.Row row : Alike.ROWS) {
      boolean somewhere = false;
      assertFalse(row.reason().isEmpty(), row.toString());
      for (String name : row.syscalls()) {
        boolean known = false;
        for (Arch arch : Arch.values()) {
          Syscall syscall = SyscallTable.of(arch).byName(name);
          known |= syscall != null;
          int index = syscall == null ? -1 : syscall.indexOf(row.argument());
          somewhere |= index >= 0;
          if (syscall != null && index >= 0) {
            Kind kind = syscall.arguments().get(index).kind();
            assertFalse(kind == Kind.POINTER, row.toString());
            boolean tested = row.how() == Alike.How.FREE || row.test(syscall).isPresent();
            assertTrue(tested || arch != Arch.X86_64, row.toString());
          }
        }
        assertTrue(known, name);
      }
      assertTrue(somewhere, row.toString());
    }
  }

  @Test
  void whatIsTogetherIsNowhereElse() {
    for (Arch arch : Arch.values()) {
      for (Syscall syscall : SyscallTable.of(arch).all()) {
        for (int i = 0; i < syscall.arity(); i++) {
          Alike alike = Alike.of(syscall, i);
          long bits = alike.anyBits();
          for (long together : alike.bitsTogether()) {
            assertEquals(0, bits & together, syscall + " on " + arch);
            bits |= together;
          }
          List<Expr.Range> all = new java.util.ArrayList<>(alike.anyValues());
          for (List<Expr.Range> together : alike.valuesTogether()) {
            for (Expr.Range range : together) {
              assertTrue(
                  all.stream().noneMatch(r -> r.contains(range.low())), syscall + " on " + arch);
            }
            all.addAll(together);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // free: any value, and the kernel's bitmap decides
        "lseek; 3 0 0; sys_lseek: 1",
        "rt_sigaction; 2 0 0 8; sys_rt_sigaction: 1",
        // any bits, beside bits that were seen
        "recvmsg; 3 0 0x2000; sys_recvmsg: (flags & ~(MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT |"
            + " MSG_WAITALL | MSG_ERRQUEUE | MSG_NOSIGNAL | MSG_CMSG_CLOEXEC)) == 0",
        // together bits: seen once, all; never, none
        "openat; -100 0 0x80000 0; sys_openat: (flags & ~(O_NOCTTY | O_NONBLOCK | O_LARGEFILE |"
            + " O_DIRECTORY | O_NOFOLLOW | O_NOATIME | O_CLOEXEC)) == 0",
        // any values, beside one that was seen, and none of those together
        "madvise; 0 0 12; sys_madvise: behavior in {0..3, MADV_MERGEABLE, 14..17}",
        // together values
        "madvise; 0 0 8; sys_madvise: behavior in {0..4, MADV_FREE, 14..17}",
        // bits beside a number
        "socketpair; 1 2 0 0; sys_socketpair: family == AF_UNIX && (type & ~0x80800)"
            + " == SOCK_DGRAM && protocol == 0",
        // memory is not writable and executable for what is alike
        "mprotect; 0 0 4; sys_mprotect: (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC)) == 0 &&"
            + " (prot & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC)",
        // unlisted: as it was seen
        "kill; 1 15; sys_kill: sig == SIGTERM",
        "personality; 0x40000; sys_personality: personality == ADDR_NO_RANDOMIZE",
      })
  void oneCallMakesTheRule(String call, String arguments, String rule) {
    long[] values = List.of(arguments.split(" ", -1)).stream().mapToLong(Long::decode).toArray();
    assertEquals(rule, rule(new Recording("r").call(call, values)));
  }

  @Test
  void whoWritesFilesMayCreateThemWithAnyPermissionsButSetUserId() {
    String rule = rule(new Recording("r").call("openat", -100, 0, 1, 0));
    assertTrue(rule.contains("O_CREAT") && rule.contains("O_TRUNC"), rule);
    assertTrue(
        rule.endsWith("((flags & (O_CREAT | __O_TMPFILE)) == 0 || (mode & 07000) == 0)"), rule);
  }

  @Test
  void moreValuesThanAreKeptAreNoReasonToTestWhatIsFree() {
    Recording recording = new Recording("r");
    for (int i = 0; i < 200; i++) {
      recording.call("lseek", 3, 0, i);
    }
    assertEquals("sys_lseek: 1", rule(recording));
  }

  private static String rule(Recording recording) {
    LearnOptions options = new LearnOptions(Template.DEFAULT, Action.errno(1), false);
    String policy = Policies.print(Learner.learn(recording.evidence(), options).policy());
    return List.of(policy.split("\n", -1)).stream()
        .filter(line -> line.startsWith("sys_"))
        .findFirst()
        .orElseThrow();
  }
}
