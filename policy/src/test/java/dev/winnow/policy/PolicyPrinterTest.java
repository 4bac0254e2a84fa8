package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.traces.Arch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PolicyPrinterTest {
  private static final String HEAD = "# winnow policy 1\narch x86_64\ndefault errno(EPERM)\n";

  private static Stream<DynamicTest> printed(String... pairs) {
    return Stream.iterate(0, i -> i < pairs.length, i -> i + 2)
        .map(i ->
            DynamicTest.dynamicTest(
                pairs[i], () -> assertEquals(HEAD + pairs[i + 1] + "\n", again(pairs[i]))));
  }

  private static String again(String rule) throws PolicySyntaxException {
    return Policies.print(Policies.parse("test", HEAD + rule));
  }

  @TestFactory
  Stream<DynamicTest> conditions() {
    return printed(
        "sys_read:1", "sys_read: 1",
        "sys_read: (0)", "sys_read: 0",
        "sys_write: fd==1||fd==2", "sys_write: fd == 1 || fd == 2",
        "sys_write: fd==1&&count<2||fd==3", "sys_write: (fd == 1 && count < 2) || fd == 3",
        "sys_write: (fd==1||fd==2)&&count", "sys_write: (fd == 1 || fd == 2) && count",
        "sys_write: !fd", "sys_write: !fd",
        "sys_write: !fd == 1", "sys_write: !(fd == 1)",
        "sys_mmap: !prot & PROT_EXEC", "sys_mmap: !(prot & PROT_EXEC)",
        "sys_mmap: prot & PROT_EXEC", "sys_mmap: prot & PROT_EXEC",
        "sys_write: arg0 in {1,2}", "sys_write: fd in {1, 2}",
        "sys_write: fd in {1}", "sys_write: fd in {1}",
        "sys_write: fd in {1..2}", "sys_write: fd in 1..2",
        "nr(1): fd == 1", "sys_write: fd == 1",
        "nr(700): arg0 == 1 && arg5:16", "nr(700): arg0 == 1 && arg5:16",
        "sys_write: fd:32 == 1 && fd:64 == 1 && arg4:64",
            "sys_write: fd == 1 && fd:64 == 1 && arg4",
        "sys_prctl: arg1 == 1", "sys_prctl: arg1 == 1");
  }

  @TestFactory
  Stream<DynamicTest> constantsThatAnotherArgumentDecides() {
    return printed(
        "sys_socket: family == 16 && protocol == 15",
            "sys_socket: family == AF_NETLINK && protocol == NETLINK_KOBJECT_UEVENT",
        "sys_socket: protocol in {0, 6} && family in {2, 10}",
            "sys_socket: protocol in {IPPROTO_IP, IPPROTO_TCP} && family in {AF_INET, AF_INET6}",
        "sys_socket: family == 1 && protocol == 0",
            "sys_socket: family == AF_UNIX && protocol == 0",
        "sys_socket: protocol == 0", "sys_socket: protocol == 0",
        "sys_setsockopt: level == 1 && (optname == 2 || optname == 15)",
            "sys_setsockopt: level == SOL_SOCKET && (optname == SO_REUSEADDR || optname =="
                + " SO_REUSEPORT)",
        "sys_setsockopt: level in {1, 6} && optname == 1",
            "sys_setsockopt: level in {SOL_SOCKET, SOL_TCP} && optname == 1");
  }

  /** By names and numbers of their own. */
  @Test
  void everyArchitectureHasSections() throws PolicySyntaxException {
    String text =
        """
        # winnow policy 1
        arch aarch64
        default errno(EPERM)
        sys_openat: flags == (O_DIRECTORY | O_CLOEXEC)
        sys_mmap: prot == (PROT_READ | PROT_BTI)

        arch arm
        default errno(EPERM)
        sys_set_tls: 1
        sys_arm_fadvise64_64: advice == POSIX_FADV_WILLNEED

        arch mips64
        default errno(EPERM)
        sys_mmap: (flags & MAP_ANONYMOUS) == MAP_ANONYMOUS
        sys_kill: sig == SIGUSR1

        arch s390x
        default errno(EPERM)
        sys_clone: clone_flags == CLONE_VM
        """;
    Policy policy = Policies.parse("test", text);
    assertEquals(text, Policies.print(policy));
    assertEquals(
        List.of(56, 222), policy.sections().getFirst().rules().stream().map(Rule::number).toList());
    assertEquals(Action.ALLOW, verdict(policy, Arch.AARCH64, 56, 0, 0, 0x84000));
    assertEquals(Action.errno(1), verdict(policy, Arch.AARCH64, 56, 0, 0, 0x90000));
    assertEquals(Action.ALLOW, verdict(policy, Arch.ARM, 0xf0005));
    assertEquals(Action.ALLOW, verdict(policy, Arch.MIPS64, 5009, 0, 0, 0, 0x802));
    assertEquals(Action.errno(1), verdict(policy, Arch.MIPS64, 5009, 0, 0, 0, 0x22));
    assertEquals(Action.ALLOW, verdict(policy, Arch.S390X, 120, 0, 0x100));
    assertEquals(Action.KILL_PROCESS, verdict(policy, Arch.RISCV64, 63));
  }

  /** By the evaluator, which the diagram agrees with. */
  private static Action verdict(Policy policy, Arch arch, int number, long... arguments) {
    SeccompData event = SeccompData.of(arch.auditToken(), number, arguments);
    Action action = Evaluator.decide(policy, event);
    try {
      Diagram diagram = new Diagram();
      int verdict = diagram.evaluate(PolicyDiagram.of(diagram, policy), event);
      assertEquals(action.returnValue(), verdict);
    } catch (DiagramLimitException e) {
      throw new AssertionError(e);
    }
    return action;
  }

  @TestFactory
  Stream<DynamicTest> constants() {
    return printed(
        "sys_mmap: prot == 3", "sys_mmap: prot == (PROT_READ | PROT_WRITE)",
        "sys_mmap: prot == 0", "sys_mmap: prot == PROT_NONE",
        "sys_mmap: prot in {3, 1}", "sys_mmap: prot in {PROT_READ | PROT_WRITE, PROT_READ}",
        "sys_mmap: (prot & 0xfffffffc) == 0", "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0",
        "sys_mmap: (prot & ~4) == 0", "sys_mmap: (prot & ~PROT_EXEC) == 0",
        "sys_mmap: (prot & 0x40) == 0x40", "sys_mmap: (prot & 0x40) == 0x40",
        "sys_mmap: prot == 0x43", "sys_mmap: prot == (PROT_READ | PROT_WRITE | 0x40)",
        "sys_ioctl: cmd in {0x5401, 0x5413}", "sys_ioctl: cmd in {TCGETS, TIOCGWINSZ}",
        "sys_ioctl: cmd == 0x12345678", "sys_ioctl: cmd == 0x12345678",
        "sys_openat: dfd == 0xffffff9c", "sys_openat: dfd == AT_FDCWD",
        "sys_openat: dfd:64 == AT_FDCWD", "sys_openat: dfd:64 == AT_FDCWD",
        "sys_openat: dfd == -1", "sys_openat: dfd == -1",
        "sys_openat: dfd < -1", "sys_openat: dfd < 0xffffffff",
        "sys_socket: type == 0x80001", "sys_socket: type == (SOCK_STREAM | SOCK_CLOEXEC)",
        "sys_fcntl: cmd == 1041", "sys_fcntl: cmd == 1041",
        "sys_kill: sig in 1..15", "sys_kill: sig in 1..15",
        "sys_kill: sig == 15", "sys_kill: sig == SIGTERM",
        "sys_chmod: mode == 420", "sys_chmod: mode == 0644",
        "sys_chmod: (mode & 0xfe00) == 0", "sys_chmod: (mode & ~0777) == 0",
        "sys_write: count <= 0x1000", "sys_write: count <= 4096",
        "sys_write: count <= -1", "sys_write: count <= 0xffffffffffffffff",
        "sys_read: buf == 305397760", "sys_read: buf == 0x12340000",
        "sys_write: fd & 0", "sys_write: fd & 0");
  }

  @TestFactory
  Stream<DynamicTest> actions() {
    return printed(
        "sys_sync: 1 -> allow", "sys_sync: 1",
        "sys_sync: 1 -> errno(38)", "sys_sync: 1 -> errno(ENOSYS)",
        "sys_sync: 1 -> errno(EWOULDBLOCK)", "sys_sync: 1 -> errno(EAGAIN)",
        "sys_sync: 1 -> errno(0)", "sys_sync: 1 -> errno(0)",
        "sys_sync: 1 -> errno(512)", "sys_sync: 1 -> errno(512)",
        "sys_sync: 1 -> trace(0x10)", "sys_sync: 1 -> trace(16)",
        "sys_sync: 1 -> user_notif", "sys_sync: 1 -> user_notif");
  }

  @Test
  void theExampleOfTheDesign() throws PolicySyntaxException {
    String example =
        """
        # winnow policy 1
        arch x86_64
        default errno(EPERM)
        on_next_syscall: 1            # the filter starts after the launcher's execve
        sys_read: 1                   # on; 0 is off; a missing syscall gets the default
        sys_write: fd == 1 || fd == 2
        sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0
        sys_openat: (flags & ~(O_DIRECTORY | O_CLOEXEC)) == 0
        sys_ioctl: cmd in {TCGETS, TIOCGWINSZ}
        sys_pread64: count <= 4096 && pos in 0..65535
        sys_clone3: 1 -> errno(ENOSYS)
        """;
    assertEquals(
        example.replaceFirst(" +# the filter.*", ""),
        Policies.print(Policies.parse("design", example)));
  }

  @Test
  void sectionsAndWhatTheyLeaveOut() throws PolicySyntaxException {
    String text =
        """
        # winnow policy 1
        arch x86_64
        default errno(EPERM)
        unknown errno(ENOSYS)
        foreign trap
        sys_write: fd == 1            # stdout
        sys_mmap: prot == PROT_READ && flags == MAP_SHARED  # a long line

        arch i386
        default kill_process
        foreign trap
        on_next_syscall: 1
        """;
    assertEquals(text, Policies.print(Policies.parse("test", text)));
  }

  @Test
  void commentsCannotEndTheLine() {
    Rule rule = new Rule(0, Expr.TRUE, Action.ALLOW, " one\r\nsys_write: 1\u0085 ");
    Section section =
        new Section(
            Arch.X86_64,
            Action.errno(1),
            Action.errno(1),
            Action.KILL_PROCESS,
            false,
            List.of(rule));
    assertEquals("sys_read: 1", Policies.print(section, rule));
    assertEquals(
        HEAD + "sys_read: 1                   # one  sys_write: 1\n",
        Policies.print(new Policy(List.of(section))));
  }

  @Test
  void remarksStandBelowTheVersion() throws PolicySyntaxException {
    String rest = HEAD.substring(HEAD.indexOf('\n') + 1) + "sys_read: 1\n";
    String text = "# winnow policy 1\n# one\n# # two\n" + rest;
    Policy policy = Policies.parse("test", text);
    assertEquals(List.of("one", "# two"), policy.remarks());
    assertEquals(text, Policies.print(policy));
    String loose = "\n#one\n# winnow policy 1\n#\n \t##  two\n\n" + rest + "# three\n";
    assertEquals(
        "# winnow policy 1\n# one\n# #  two\n" + rest,
        Policies.print(Policies.parse("test", loose)));
  }

  @Test
  void remarksCannotEndTheLineOrSayTheVersion() throws PolicySyntaxException {
    List<Section> sections = Policies.parse("test", HEAD).sections();
    assertEquals(
        List.of("a  sys_read: 1"),
        new Policy(sections, List.of(" a\r\nsys_read: 1", " ")).remarks());
    assertThrows(
        IllegalArgumentException.class, () -> new Policy(sections, List.of("winnow policy 2 ")));
  }
}
