package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnOptionsTest {
  private static final String TRACE = "../traces/samples/ls.strace";

  @TempDir private Path folder = Path.of("");

  private InProcess learn(String options) {
    return InProcess.line(folder, "learn " + TRACE + " " + options);
  }

  private String policy(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o DIR/p --template DIR/none     | no template and no file; expected default, names, exact",
        "-o DIR/p --template names --risk 0.1 | --template and --risk exclude each other",
        "-o DIR/p --risk 5                | --risk: a risk of 5.0 is not above 0 and below 1",
        "--risk 0.1                       | Missing required option: '--output=FILE'",
        "--why sys_bpf                    | no run made the call 'bpf'",
        "-o DIR/p --phase fork            | --phase: no run made the call 'fork'",
        "-o DIR/p --by uid                | --by: 'uid'; expected role",
      })
  void badUsageIsExplained(String options, String message) {
    InProcess result = learn(options);
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains(message), result.err());
  }

  @Test
  void aTemplateIsReadFromAFileAndItsFaultsHaveAPlace() throws IOException {
    Files.writeString(folder.resolve("mine"), "fd bound\nlseek.whence exact\n");
    assertEquals(0, learn("-o DIR/p --template DIR/mine --no-predict").exitCode());
    assertTrue(policy("p").contains("sys_close: fd <= "), policy("p"));
    Files.writeString(folder.resolve("bad"), "fd bound\nlseek.wence exact\n");
    InProcess bad = learn("-o DIR/p --template DIR/bad");
    assertEquals(2, bad.exitCode());
    assertTrue(bad.err().contains("DIR/bad:2:7: lseek has no argument 'wence'"), bad.err());
  }

  @Test
  void aRuleIsExplained() {
    InProcess why = learn("--why sys_openat --risk 0.1");
    assertEquals(0, why.exitCode(), why.err());
    assertTrue(why.out().startsWith("sys_openat (x86_64): in 1 of 1 runs"), why.out());
    assertTrue(why.out().contains("flags (flags): "), why.out());
    assertTrue(why.out().contains("\nwhy: "), why.out());
  }

  @Test
  void anUpdateOnlyLoosensUnlessRelearned() throws IOException {
    assertEquals(0, learn("-o DIR/p --template names").exitCode());
    String loose = policy("p");
    InProcess update = learn("-o DIR/p --template exact");
    assertTrue(update.err().contains("an update only loosens; --relearn tightens"), update.err());
    assertTrue(policy("p").contains("sys_openat: 1 "), policy("p"));
    assertEquals(0, learn("-o DIR/p --template exact --relearn").exitCode());
    assertFalse(policy("p").contains("sys_openat: 1"), policy("p"));
    assertFalse(loose.equals(policy("p")));
  }

  @Test
  void aPhaseIsWrittenBesideTheWhole() throws IOException {
    InProcess result = learn("-o DIR/ls.policy --phase execve");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("Written to DIR/ls.after-execve.policy"), result.err());
    String stage = policy("ls.after-execve.policy");
    assertTrue(stage.startsWith("# winnow policy 1"), stage);
    assertTrue(stage.contains("\n# after-execve: "), stage);
  }

  @Test
  void scriptsLearnWhichFilesOfStagesThereAre() throws IOException {
    InProcess result = learn("-o DIR/ls.policy --phase execve --json");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("\"file\" : \"DIR/ls.after-execve.policy\""), result.out());
    assertTrue(Files.exists(folder.resolve("ls.after-execve.policy")));
  }

  @Test
  void rolesOfOnePolicyAreNamed() throws IOException {
    StringBuilder trace = new StringBuilder("1 execve(\"/bin/sh\", [\"sh\"], 0x1) = 0\n");
    for (String program : List.of("a", "b")) {
      int pid = 2 + program.charAt(0) - 'a';
      trace.append("1 vfork() = ").append(pid).append('\n');
      trace.append(pid + " execve(\"/bin/" + program + "\", [\"x\"], 0x1) = 0\n");
      trace.append(pid + " getpid() = " + pid + "\n" + pid + " exit_group(0) = ?\n");
    }
    Files.writeString(folder.resolve("two.strace"), trace.append("1 exit_group(0) = ?\n"));
    InProcess result = InProcess.line(folder, "learn DIR/two.strace -o DIR/p --by role");
    assertTrue(result.err().contains("note: the same policy: role-a, role-b\n"), result.err());
  }

  @Test
  void badStagesLeaveThePolicyAsItWas() throws IOException {
    Files.writeString(folder.resolve("kept.policy"), "# winnow policy 1\narch x86_64\n");
    for (String options : List.of("--by foo", "--phase nosuch")) {
      assertEquals(2, learn("-o DIR/kept.policy " + options).exitCode(), options);
      assertEquals("# winnow policy 1\narch x86_64\n", policy("kept.policy"));
    }
  }

  @Test
  void aRoleThatStartsOthersNeedsWhatTheyDo() throws IOException {
    Files.writeString(
        folder.resolve("sh.strace"),
        """
        100 execve("/bin/sh", ["sh"], 0x1 /* 1 var */) = 0
        100 brk(NULL) = 0x1000
        100 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x1) = 101
        101 dup2(3, 1) = 1
        101 execve("/bin/ls", ["ls"], 0x1 /* 1 var */) = 0
        101 getdents64(3, 0x1, 32768) = 0
        101 exit_group(0) = ?
        100 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 101
        100 exit_group(0) = ?
        """);
    InProcess result =
        InProcess.line(folder, "learn DIR/sh.strace -o DIR/p --by role --phase wait4 --no-predict");
    assertEquals(0, result.exitCode(), result.err());
    String err = result.err();
    assertTrue(err.contains("the whole policy is that of /bin/sh as well"), err);
    assertTrue(err.contains("role-sh.fork: 4 of 7 syscalls"), err);
    assertTrue(err.contains("inherited by, and so allows all of, /bin/ls. "), err);
    assertTrue(err.contains("in the child as soon as the call that made it has returned"), err);
    assertTrue(err.contains("when /bin/ls is exec'd: install it just before"), err);
    assertTrue(err.contains("`sys_seccomp: op == SECCOMP_SET_MODE_FILTER`"), err);
    String fork = policy("p.role-sh.fork.policy");
    assertTrue(fork.contains("sys_dup2") && fork.contains("sys_getdents64"), fork);
    assertFalse(fork.contains("sys_wait4") || fork.contains("on_next_syscall: 1"), fork);
    String ls = policy("p.role-ls.policy");
    assertTrue(ls.contains("on_next_syscall: 1") && ls.contains("sys_getdents64"), ls);
    assertFalse(ls.contains("sys_dup2") || ls.contains("sys_execve"), ls);
    assertFalse(policy("p.after-wait4.policy").contains("sys_brk"), "after wait4");
    assertFalse(Files.exists(folder.resolve("p.role-sh.after-wait4.policy")), "the same");
  }
}
