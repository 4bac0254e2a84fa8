package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Rule;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnseenTest {
  private static LearnedPolicy learn(Template template, boolean predict, Recording recording) {
    return Learner.learn(
        recording.evidence(), new LearnOptions(template, Action.errno(1), predict));
  }

  private static List<String> rules(String name, Recording recording) {
    return rules(Template.DEFAULT, name, recording);
  }

  private static List<String> rules(Template template, String name, Recording recording) {
    return Policies.print(learn(template, true, recording).policy())
        .lines()
        .filter(line -> line.startsWith("sys_" + name + ":"))
        .map(line -> line.replaceAll(" {2,}", " "))
        .toList();
  }

  @Test
  void everyRowIsReadOnX8664AndHasAReason() {
    Map<String, Rule> seen = new HashMap<>();
    SyscallTable table = SyscallTable.of(Arch.X86_64);
    for (Syscall syscall : table.all()) {
      seen.put(
          syscall.name(), new Rule(syscall.number(), dev.winnow.policy.Expr.TRUE, Action.ALLOW));
    }
    for (UnseenCall row : UnseenCall.ROWS) {
      assertFalse(row.reason().isBlank(), row::toString);
      for (String call : row.when().split("[|+]", -1)) {
        assertTrue(
            call.equals("always") || call.equals("fcntl64") || table.byName(call) != null,
            row::toString);
      }
      Syscall syscall = table.byName(row.call());
      if (!List.of("sigreturn", "fcntl64").contains(row.call())) { // of i386
        assertNotNull(syscall, row::toString);
        assertTrue(row.rule(Arch.X86_64, syscall, seen).isPresent(), row::toString);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "restart_syscall | read     | sys_restart_syscall: 1 # unseen: made by the kernel after",
        "getuid          | read     | sys_getuid: 1 # unseen: reads facts about the process",
        "gettimeofday    | read     | sys_gettimeofday: 1 # unseen: the vDSO calls the kernel",
        "poll            | ppoll    | sys_poll: 1 # unseen: ",
        "rename          | unlink   | sys_rename: 1 # unseen: programs that change files",
        "mkdir           | unlink   | none",
        "wait4           | vfork    | sys_wait4: (options & ~(WNOHANG",
        "getsockname     | connect  | none",
        "rename          | read     | none",
        "wait4           | read     | none",
        "socket          | read     | none",
        "execve          | vfork    | none",
      })
  void whatIsAddedDependsOnWhatWasSeen(String call, String seen, String expected) {
    List<String> rules = rules(call, new Recording("r").call(seen));
    assertEquals(expected.equals("none") ? 0 : 1, rules.size(), rules::toString);
    assertTrue(rules.isEmpty() || rules.getFirst().startsWith(expected), rules::toString);
  }

  @Test
  void aCallThatIsSwappedForAnotherNeedsWhatThatOneNeeded() {
    assertEquals(
        List.of(
            "sys_openat: (flags & ~(O_CREAT | O_CLOEXEC)) == 0 && ((flags & (O_CREAT | __O_TMPFILE))"
                + " == 0 || (mode & ~0644) == 0) # unseen: open is openat in glibc 2.26 and later, not in"
                + " all of musl"),
        rules(Template.SEEN, "openat", new Recording("r").call("open", 0, 0x80040, 0644)));
  }

  @Test
  void aRuleThatIsWidenedSaysBoth() {
    assertEquals(
        List.of(
            "sys_rt_sigprocmask: how in {SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK} # seen, and unseen:"
                + " signals to oneself"),
        rules(
            Template.SEEN,
            "rt_sigprocmask",
            new Recording("r").call("rt_sigprocmask", 2, 0, 0, 8)));
  }

  @Test
  void whatTheTemplateConstrainsIsNotOpenedUnseen() {
    Recording recording = new Recording("r").call("read", 3, 0, 10);
    assertTrue(
        Policies.print(learn(Template.DEFAULT, true, recording).policy()).contains("sys_dup: 1"));
    assertFalse(
        Policies.print(learn(Template.EXACT, true, recording).policy()).contains("sys_dup: 1"));
  }

  @Test
  void theSurfaceCountsWhatWasAdded() {
    Recording recording = new Recording("r").call("read", 3, 0, 10).call("unlink");
    Surface none = learn(Template.DEFAULT, false, recording).surface();
    assertEquals(new Surface(2, 0, 6, 0), none, "read weighs 2, unlink 4");
    assertEquals("", none.sentence());
    Surface some = learn(Template.DEFAULT, true, recording).surface();
    assertEquals(2, some.seen());
    assertTrue(some.added() > 20, some.sentence());
    assertTrue(some.sentence().startsWith("Surface: 2 syscalls seen, "), some.sentence());
  }
}
