package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Expr.And;
import dev.winnow.policy.Expr.Compare;
import dev.winnow.policy.Expr.In;
import dev.winnow.policy.Expr.NonZero;
import dev.winnow.policy.Expr.Not;
import dev.winnow.policy.Expr.Op;
import dev.winnow.policy.Expr.Or;
import dev.winnow.policy.Expr.Range;
import dev.winnow.traces.Arch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The grammar, rule by rule. */
class PolicyParserTest {
  private static final Term FD = Term.of(0, 32);
  private static final Term COUNT = Term.of(2, 64);
  private static final Term PROT = Term.of(2, 32);
  private static final Term SIG = Term.of(1, 32);

  private static Policy parse(String text) throws PolicySyntaxException {
    return Policies.parse("test.policy", text);
  }

  private static Rule rule(String line) throws PolicySyntaxException {
    Policy policy = parse("arch x86_64\ndefault errno(1)\n" + line);
    assertEquals(1, policy.sections().getFirst().rules().size());
    return policy.sections().getFirst().rules().getFirst();
  }

  private record Case(String line, Expr expected) {}

  private static Stream<DynamicTest> conditions(Case... cases) {
    return Stream.of(cases)
        .map(c ->
            DynamicTest.dynamicTest(
                c.line, () -> assertEquals(c.expected, rule(c.line).condition())));
  }

  private static Case of(String line, Expr expected) {
    return new Case(line, expected);
  }

  private static Expr fd(long value) {
    return new Compare(FD, Op.EQ, value);
  }

  @TestFactory
  Stream<DynamicTest> or() {
    return conditions(
        of("sys_write: fd == 1 || fd == 2", new Or(List.of(fd(1), fd(2)))),
        of("sys_write:fd==1||fd==2||fd==3", new Or(List.of(fd(1), fd(2), fd(3)))),
        of(
            "sys_write: (fd == 1 || fd == 2) || fd == 3",
            new Or(List.of(new Or(List.of(fd(1), fd(2))), fd(3)))),
        of(
            "sys_write: fd == 1 && fd == 2 || fd == 3",
            new Or(List.of(new And(List.of(fd(1), fd(2))), fd(3)))),
        of(
            "sys_write: fd == 1 || fd == 2 && fd == 3",
            new Or(List.of(fd(1), new And(List.of(fd(2), fd(3)))))));
  }

  @TestFactory
  Stream<DynamicTest> and() {
    return conditions(
        of(
            "sys_write: (fd == 4 || fd == 5) && count <= 4096",
            new And(List.of(new Or(List.of(fd(4), fd(5))), new Compare(COUNT, Op.LE, 4096)))),
        of("sys_write: fd && !count", new And(List.of(new NonZero(FD), not(new NonZero(COUNT))))));
  }

  private static Expr not(Expr part) {
    return new Not(part);
  }

  @TestFactory
  Stream<DynamicTest> not() {
    return conditions(
        of("sys_write: !fd", not(new NonZero(FD))),
        of("sys_write: !fd == 1", not(fd(1))),
        of("sys_write: !(fd == 1)", not(fd(1))),
        of("sys_write: !(!fd)", not(not(new NonZero(FD)))),
        of("sys_write: !1", not(Expr.TRUE)),
        of("sys_write: 0", Expr.FALSE),
        of("sys_write: 1", Expr.TRUE),
        of("sys_write: (1)", Expr.TRUE));
  }

  @TestFactory
  Stream<DynamicTest> test() {
    return conditions(
        of("sys_write: fd == 1", fd(1)),
        of("sys_write: fd != 1", new Compare(FD, Op.NE, 1)),
        of("sys_write: fd < 1", new Compare(FD, Op.LT, 1)),
        of("sys_write: fd <= 1", new Compare(FD, Op.LE, 1)),
        of("sys_write: fd > 1", new Compare(FD, Op.GT, 1)),
        of("sys_write: fd >= 1", new Compare(FD, Op.GE, 1)),
        of("sys_write: fd", new NonZero(FD)),
        of("sys_write: ((fd)) == 1", fd(1)),
        of("sys_write: ((fd))", new NonZero(FD)));
  }

  @TestFactory
  Stream<DynamicTest> term() {
    return conditions(
        of("sys_write: arg0 == 1", fd(1)),
        of("sys_write: arg0:64 == 1", new Compare(Term.of(0, 64), Op.EQ, 1)),
        of("sys_write: count:32 == 1", new Compare(Term.of(2, 32), Op.EQ, 1)),
        of("sys_write: fd:16", new NonZero(Term.of(0, 16))),
        of("sys_write: arg3 == 1", new Compare(Term.of(3, 64), Op.EQ, 1)),
        of("sys_write: arg5:32 == 1", new Compare(Term.of(5, 32), Op.EQ, 1)),
        of("sys_mmap: prot & 4", new NonZero(new Term(2, 32, 4))),
        of("sys_mmap: (prot & 4) == 4", new Compare(new Term(2, 32, 4), Op.EQ, 4)),
        of("sys_mmap: prot & 4 == 4", new Compare(new Term(2, 32, 4), Op.EQ, 4)),
        of("sys_mmap: prot:64 & ~3", new NonZero(new Term(2, 64, ~3L))),
        of("sys_mmap: prot & ~0 == 7", new Compare(PROT, Op.EQ, 7)),
        of("sys_chmod: mode == 0644", new Compare(Term.of(1, 16), Op.EQ, 0644)),
        of("sys_prctl: arg1 == 5", new Compare(Term.of(1, 64), Op.EQ, 5)),
        of("sys_prctl: arg2 == 5", new Compare(Term.of(2, 64), Op.EQ, 5)));
  }

  @TestFactory
  Stream<DynamicTest> argumentNamesAndAliases() {
    Compare second = new Compare(Term.of(1, 32), Op.EQ, 7);
    return conditions(
        of("sys_ioctl: cmd == 7", second),
        of("sys_ioctl: request == 7", second),
        of("sys_write: size == 7", new Compare(COUNT, Op.EQ, 7)),
        of("sys_socket: family == 7", new Compare(FD, Op.EQ, 7)),
        of("sys_socket: domain == 7", new Compare(FD, Op.EQ, 7)),
        of("sys_read: buf == 0x12340000", new Compare(Term.of(1, 64), Op.EQ, 0x12340000)));
  }

  @TestFactory
  Stream<DynamicTest> set() {
    Range low = new Range(0, 65535);
    return conditions(
        of("sys_pread64: pos in 0..65535", new In(Term.of(3, 64), List.of(low))),
        of("sys_pread64: pos in {0..65535}", new In(Term.of(3, 64), List.of(low))),
        of("sys_write: fd in 1", new In(FD, List.of(Range.of(1)))),
        of(
            "sys_write: fd in {1, 3..5,2}",
            new In(FD, List.of(Range.of(1), new Range(3, 5), Range.of(2)))),
        of(
            "sys_write: (fd & 3) in {1,2}",
            new In(new Term(0, 32, 3), List.of(Range.of(1), Range.of(2)))),
        of("sys_write: fd in -2..-1", new In(FD, List.of(new Range(0xfffffffeL, 0xffffffffL)))),
        of(
            "sys_ioctl: cmd in {TCGETS, TIOCGWINSZ}",
            new In(Term.of(1, 32), List.of(Range.of(0x5401), Range.of(0x5413)))));
  }

  @TestFactory
  Stream<DynamicTest> constant() {
    return conditions(
        of("sys_write: fd == 4096", fd(4096)),
        of("sys_write: fd == 0xFFFFffff", fd(0xffffffffL)),
        of("sys_write: fd == 0X10", fd(16)),
        of("sys_write: fd == 0777", fd(0777)),
        of("sys_write: fd == 0", fd(0)),
        of("sys_write: fd == -1", fd(0xffffffffL)),
        of("sys_write: fd == -0x80000000", fd(0x80000000L)),
        of("sys_write: fd == ~0", fd(0xffffffffL)),
        of("sys_write: fd == ~(1|2)", fd(0xfffffffcL)),
        of("sys_write: fd == ~1 | 1", fd(0xffffffffL)),
        of("sys_write: fd == 1 | (2 | 4) | ((8))", fd(15)),
        of("sys_write: count == -1", new Compare(COUNT, Op.EQ, -1)),
        of("sys_write: count == 18446744073709551615", new Compare(COUNT, Op.EQ, -1)),
        of("sys_write: fd:16 == -1", new Compare(Term.of(0, 16), Op.EQ, 0xffff)),
        of(
            "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0",
            new Compare(new Term(2, 32, 0xfffffffcL), Op.EQ, 0)),
        of("sys_mmap: prot == PROT_READ|PROT_WRITE", new Compare(PROT, Op.EQ, 3)),
        of("sys_openat: dfd == AT_FDCWD", fd(0xffffff9cL)),
        of("sys_openat: dfd == -100", fd(0xffffff9cL)),
        of("sys_openat: dfd:64 == AT_FDCWD", new Compare(Term.of(0, 64), Op.EQ, -100)),
        of("sys_kill: sig == SIGTERM", new Compare(SIG, Op.EQ, 15)));
  }

  @Test
  void ruleNamesTheSyscallOrItsNumber() throws PolicySyntaxException {
    assertEquals(0, rule("sys_read: 1").number());
    assertEquals(257, rule("nr(257): 1").number());
    assertEquals(0x1000, rule("nr ( 0x1000 ) : 1").number());
    assertEquals(fd(1), rule("nr(1): fd == 1").condition());
    assertEquals(new NonZero(Term.of(5, 64)), rule("nr(9999): arg5").condition());
  }

  @Test
  void ruleActionIsAllowWhenLeftOut() throws PolicySyntaxException {
    assertEquals(Action.ALLOW, rule("sys_read: 1").action());
    assertEquals(Action.ALLOW, rule("sys_read: 1 -> allow").action());
    assertEquals(Action.errno(38), rule("sys_clone3: 1 -> errno(ENOSYS)").action());
    assertEquals(Action.errno(38), rule("sys_clone3: 1->errno(38)").action());
    assertEquals(Action.errno(0), rule("sys_sync: 1 -> errno(0)").action());
    assertEquals(Action.errno(4095), rule("sys_sync: 1 -> errno(4095)").action());
    assertEquals(Action.errno(95), rule("sys_sync: 1 -> errno(ENOTSUP)").action());
    assertEquals(Action.LOG, rule("sys_sync: 1 -> log").action());
    assertEquals(new Action(Action.Kind.TRAP, 0), rule("sys_sync: 1 -> trap").action());
    assertEquals(
        new Action(Action.Kind.TRACE, 65535), rule("sys_sync: 1 -> trace(0xffff)").action());
    assertEquals(new Action(Action.Kind.USER_NOTIF, 0), rule("sys_sync: 1 -> user_notif").action());
    assertEquals(
        new Action(Action.Kind.KILL_THREAD, 0), rule("sys_sync: 1 -> kill_thread").action());
    assertEquals(Action.KILL_PROCESS, rule("sys_sync: 1 -> kill_process").action());
  }

  @Test
  void ruleKeepsItsComment() throws PolicySyntaxException {
    assertEquals("from # 3 runs", rule("sys_read: 1  #  from # 3 runs  ").comment());
    assertEquals("", rule("sys_read: 1 #").comment());
    assertEquals("déjà vu", rule("sys_read: 1 # déjà\tvu").comment());
  }

  @Test
  void sectionLinesAndTheirDefaults() throws PolicySyntaxException {
    Section bare = parse("arch x86_64\ndefault errno(EPERM)").sections().getFirst();
    assertEquals(Arch.X86_64, bare.arch());
    assertEquals(Action.errno(1), bare.defaultAction());
    assertEquals(Action.errno(1), bare.unknown());
    assertEquals(Action.KILL_PROCESS, bare.foreign());
    assertFalse(bare.onNextSyscall());

    Section full =
        parse(
                """
                arch x86_64 # here
                foreign log
                sys_read: 1
                on_next_syscall: 1
                unknown errno(ENOSYS)
                default kill_thread # rules may come first
                """)
            .sections()
            .getFirst();
    assertEquals(Action.LOG, full.foreign());
    assertEquals(Action.errno(38), full.unknown());
    assertEquals(new Action(Action.Kind.KILL_THREAD, 0), full.defaultAction());
    assertTrue(full.onNextSyscall());
    assertEquals(1, full.rules().size());
  }

  @Test
  void sectionsOfSeveralArchitectures() throws PolicySyntaxException {
    Policy policy =
        parse(
            """
            arch x86_64
            default errno(EPERM)
            sys_write: fd == 1
            arch i386
            default kill_process
            foreign log
            sys_write: count <= 0xffffffff
            sys_pread64: arg5
            sys_mkdir: mode == 0755
            sys_rmdir: 1
            sys_chmod: mode:16 == 0755
            arch x32
            default errno(EPERM)
            nr(0x40000001): fd == 1
            """);
    assertEquals(3, policy.sections().size());
    assertEquals(Action.LOG, policy.foreign(), "written once, it holds for all");
    Section i386 = policy.sections().get(1);
    assertEquals(4, i386.rules().getFirst().number());
    assertEquals(
        new Compare(Term.of(2, 32), Op.LE, 0xffffffffL), i386.rules().getFirst().condition());
    assertEquals(new NonZero(Term.of(5, 32)), i386.rules().get(1).condition());
    assertEquals(new Compare(Term.of(1, 32), Op.EQ, 0755), i386.rules().get(2).condition());
    assertEquals(new Compare(Term.of(1, 16), Op.EQ, 0755), i386.rules().get(4).condition());
    assertEquals(fd(1), policy.sections().get(2).rules().getFirst().condition());
  }

  @Test
  void offStaysARule() throws PolicySyntaxException {
    assertEquals(Expr.FALSE, rule("sys_read: 0").condition());
  }

  @Test
  void severalLinesForOneSyscallKeepTheirOrder() throws PolicySyntaxException {
    Policy policy =
        parse(
            """
            arch x86_64
            default errno(EPERM)
            sys_write: fd == 1 -> log
            sys_write: fd == 1 || fd == 2
            """);
    List<Rule> rules = policy.sections().getFirst().rules();
    assertEquals(Action.LOG, rules.get(0).action());
    assertEquals(Action.ALLOW, rules.get(1).action());
  }

  @Test
  void versionLineMayFollowOtherComments() throws PolicySyntaxException {
    parse("# ours\n\n#   \n# winnow policy 1\narch x86_64\ndefault log\n# winnow policy for nginx");
  }

  @Test
  void lineEndsMayBeCrLfAndTheLastMissing() throws PolicySyntaxException {
    Policy unix = parse("arch x86_64\ndefault log\nsys_write: fd == 1 # one\n");
    assertEquals(unix, parse("arch x86_64\r\ndefault log\r\nsys_write: fd == 1 # one\r\n"));
    assertEquals(unix, parse("arch x86_64\ndefault log\nsys_write: fd == 1 # one"));
    assertEquals(unix, parse("\uFEFFarch x86_64\n\tdefault\tlog\n\n  sys_write: fd == 1 # one"));
  }
}
