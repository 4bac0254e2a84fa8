package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidenceBuilderTest {
  private static final Arch ARCH = Arch.X86_64;
  private static final int CLONE_THREAD = 0x10000;
  private final EvidenceBuilder builder = new EvidenceBuilder();
  private final SyscallEvent event = new SyscallEvent();

  private static Syscall syscall(String name) {
    Syscall syscall = SyscallTable.of(ARCH).byName(name);
    if (syscall == null) {
      throw new AssertionError(name);
    }
    return syscall;
  }

  private void call(int tid, String name, long result, long... args) {
    start(tid, name, args);
    event.setResult(result);
    builder.event(event);
  }

  private void start(int tid, String name, long... args) {
    Syscall syscall = syscall(name);
    event.reset(ARCH, syscall.number(), tid);
    for (int i = 0; i < syscall.arity(); i++) {
      if (i < args.length && syscall.arguments().get(i).kind() != Kind.POINTER) {
        event.setValue(i, args[i] & syscall.arguments().get(i).mask());
      } else {
        event.setHidden(i);
      }
    }
  }

  private void exec(int tid, String image) {
    start(tid, "execve");
    event.setImage(image);
    event.setResult(0);
    builder.event(event);
  }

  private SyscallEvidence seen(String role, String name) {
    Evidence evidence = builder.build(GeneratedEvidence.runOf("run", builder.events()));
    SyscallEvidence found =
        evidence.syscalls().get(new SyscallKey(role, ARCH, syscall(name).number()));
    if (found == null) {
      throw new AssertionError(name + " in " + role + " of " + evidence.syscalls().keySet());
    }
    return found;
  }

  private static Set<Long> values(SyscallEvidence syscall, int argument) {
    return syscall.arguments().get(argument).values().exact().keySet();
  }

  @Test
  void theFirstExecveIsTheLaunchersAndBelongsToTheImageItStarts() {
    exec(1, "/bin/ls");
    call(1, "getpid", 1);
    exec(1, "/bin/cat");
    call(1, "getppid", 1);
    assertEquals(1, seen("/bin/ls", "execve").launcher().runs().events());
    assertEquals(2, seen("/bin/ls", "execve").seen().runs().events());
    assertEquals(1, seen("/bin/ls", "getpid").seen().runs().events());
    assertEquals(1, seen("/bin/cat", "getppid").seen().runs().events());
  }

  @Test
  void aChildHasARoleOfItsOwnEvenIfItAppearsBeforeTheCallReturns() {
    exec(1, "/bin/sh");
    builder.entered(1, ARCH, syscall("clone").number(), 17);
    call(2, "getpid", 2);
    exec(2, "/bin/ls");
    call(2, "getuid", 0);
    call(1, "clone", 2, 17);
    call(1, "getgid", 0);
    assertEquals(1, seen("/bin/sh>fork", "getpid").seen().runs().events());
    assertEquals(1, seen("/bin/ls", "getuid").seen().runs().events());
    assertEquals(1, seen("/bin/sh", "getgid").seen().runs().events());
  }

  @Test
  void aChildThatWasTakenForAnothersIsAlsoItsTrueParents() {
    exec(1, "/bin/a");
    call(1, "fork", 2);
    exec(2, "/bin/b");
    builder.entered(1, ARCH, syscall("clone").number(), 17);
    builder.entered(2, ARCH, syscall("clone").number(), 17);
    call(3, "getpid", 3); // the first's child, taken for that of who entered last
    exec(3, "/bin/ls");
    call(3, "getuid", 0);
    call(1, "clone", 3, 17);
    Evidence evidence = builder.build(GeneratedEvidence.runOf("run", builder.events()));
    assertTrue(names(evidence.of("/bin/b")).contains("getuid"));
    assertTrue(names(evidence.of("/bin/a")).contains("getuid"));
    Descent toTheChild = new Descent("/bin/a", "/bin/b>fork", Descent.Step.FORK);
    assertTrue(evidence.descents().containsKey(toTheChild), evidence.descents().toString());
  }

  @Test
  void aChildOfNobodyKnownIsItsParentsWhenTheCallReturns() {
    exec(1, "/bin/a");
    call(7, "getuid", 0);
    call(1, "clone", 7, 17);
    Evidence evidence = builder.build(GeneratedEvidence.runOf("run", builder.events()));
    assertTrue(names(evidence.of("/bin/a")).contains("getuid"));
  }

  @Test
  void afterIsTheMarkersFirstOccurrenceInTheSameProcess() {
    exec(1, "/bin/d");
    call(1, "socket", 3, 2, 1, 0);
    call(1, "listen", 0, 3, 5);
    call(1, "write", 1, 1, 0, 1);
    Marker listen = new Marker(ARCH, syscall("listen").number());
    assertTrue(seen("/bin/d", "write").seen().after().containsKey(listen));
    assertFalse(seen("/bin/d", "socket").seen().after().containsKey(listen));
    assertFalse(seen("/bin/d", "listen").seen().after().containsKey(listen), "not after itself");
    call(1, "listen", 0, 3, 5);
    assertTrue(seen("/bin/d", "listen").seen().after().containsKey(listen), "the second is");
  }

  private void thread(int tid, int child) {
    event.reset(ARCH, syscall("clone3").number(), tid);
    event.setCloneFlags(CLONE_THREAD);
    event.setResult(child);
    builder.event(event);
  }

  private static boolean after(SyscallEvidence syscall, String marker) {
    return syscall.seen().after().containsKey(new Marker(ARCH, syscall(marker).number()));
  }

  @Test
  void aThreadSharesItsProcessPhaseAndAForkedChildBeginsAnew() {
    exec(1, "/bin/d");
    thread(1, 2);
    call(1, "epoll_wait", 0, 4);
    call(1, "fork", 3);
    call(2, "getuid", 0);
    call(3, "getgid", 0);
    call(3, "epoll_wait", 0, 4);
    call(3, "getppid", 1);
    assertTrue(after(seen("/bin/d>thread", "getuid"), "epoll_wait"));
    assertFalse(after(seen("/bin/d>fork", "getgid"), "epoll_wait"), "its parent's is not its own");
    assertTrue(after(seen("/bin/d>fork", "getppid"), "epoll_wait"));
  }

  @Test
  void anExecdProgramBeginsAnew() {
    exec(1, "/bin/sh");
    call(1, "epoll_wait", 0, 4);
    exec(1, "/bin/d");
    call(1, "getuid", 0);
    assertFalse(after(seen("/bin/d", "getuid"), "epoll_wait"));
  }

  @Test
  void aFilterReachesWhatItsProcessesStartAfterIt() {
    exec(1, "/bin/d");
    call(1, "getpid", 1);
    call(1, "fork", 2);
    call(1, "listen", 0, 3, 5);
    thread(1, 4);
    call(4, "getuid", 0);
    call(2, "getgid", 0);
    call(4, "fork", 5);
    exec(5, "/bin/child");
    call(5, "getppid", 1);
    Evidence evidence = builder.build(GeneratedEvidence.runOf("run", builder.events()));
    Marker listen = new Marker(ARCH, syscall("listen").number());
    assertEquals(
        Set.of("clone3", "getuid", "fork", "execve", "getppid"),
        names(evidence.after("/bin/d", listen)));
    assertEquals(names(evidence.after("/bin/d", listen)), names(evidence.after(listen)));
    assertEquals(Set.of("getgid"), names(evidence.of("/bin/d>fork")));
    assertEquals(
        Set.of("getuid", "fork", "execve", "getppid"), names(evidence.of("/bin/d>thread")));
    assertEquals(names(evidence), names(evidence.of("/bin/d")));
  }

  private static Set<String> names(Evidence evidence) {
    Set<String> names = new TreeSet<>();
    evidence
        .syscalls()
        .keySet()
        .forEach(key -> {
          Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
          names.add(syscall == null ? "" : syscall.name());
        });
    return names;
  }

  @Test
  void siblingsShareARoleAndAfterAFewStepsChildrenDoWithTheirParents() {
    exec(1, "/bin/d");
    for (int child = 2; child < 12; child++) {
      call(1, "fork", child);
    }
    for (int tid = 11; tid < 40; tid++) {
      call(tid, "fork", tid + 1);
      thread(tid, tid + 1000);
      call(tid + 1000, "getpid", 1);
      thread(tid + 1000, tid + 2000);
      call(tid + 2000, "getpid", 1);
    }
    Evidence evidence = builder.build(GeneratedEvidence.runOf("run", builder.events()));
    assertEquals(
        Set.of(
            "/bin/d",
            "/bin/d>fork",
            "/bin/d>fork>thread",
            "/bin/d>fork>fork",
            "/bin/d>fork>fork>thread",
            "/bin/d>fork>fork>fork"),
        evidence.roles());
  }

  @Test
  void deadArgumentsAreNoEvidence() {
    call(1, "openat", 3, -100, 0, 0x80000, 0xdead);
    call(1, "openat", 3, -100, 0, 0x80041, 0644);
    call(1, "mmap", 0, 0, 4096, 3, 0x22, 77, 88);
    call(1, "mmap", 0, 0, 4096, 3, 0x2, 5, 0);
    assertEquals(Set.of(0644L), values(seen("", "openat"), 3));
    assertEquals(Set.of(5L), values(seen("", "mmap"), 4));
    assertEquals(Set.of(0L), values(seen("", "mmap"), 5));
  }

  @Test
  void aDynamicClockIdIsKeptByItsType() {
    long ofProcess1234 = (~1234L << 3 | 2) & 0xffffffffL;
    call(1, "clock_gettime", 0, ofProcess1234);
    call(1, "clock_gettime", 0, 1);
    assertEquals(Set.of(1L, 0x80000002L), values(seen("", "clock_gettime"), 0));
  }

  @Test
  void moreValuesThanTheCapLeaveBitsBucketsAndSpecialValues() {
    for (int i = 0; i < 1000; i++) {
      call(1, "close", 0, i);
    }
    call(1, "close", -9, -1);
    Values values = seen("", "close").arguments().get(0).values();
    assertTrue(values.over());
    assertEquals(Set.of(0xffffffffL), values.exact().keySet());
    assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), values.buckets().keySet());
    assertEquals(0, values.summary().least().getFirst().value());
    assertEquals(999, values.summary().most().getFirst().value());
    assertEquals(32, values.ones().size(), "all bits, from -1");
  }

  @Test
  void aCallThatNeverReturnedAndOneThatFailedAreMarked() {
    start(1, "exit_group", 0);
    builder.event(event);
    call(1, "close", -9, 4);
    assertEquals(1, seen("", "exit_group").unreturned().runs().events());
    assertEquals(0, seen("", "close").unreturned().runs().events());
    assertEquals(1, seen("", "close").failed().runs().events());
  }

  @Test
  void aCallThatTheKernelNeverKnewIsToldFromOneThatItRefusedOnce() {
    call(1, "close", -38, 4);
    assertTrue(seen("", "close").neverKnown());
    call(1, "close", 0, 5);
    assertFalse(seen("", "close").neverKnown(), "one was answered");
    assertEquals(1, seen("", "close").refused().runs().events());
    start(1, "listen", 3);
    builder.event(event);
    assertFalse(seen("", "listen").neverKnown(), "it never returned");
    call(1, "socket", -38, 1);
    Evidence later =
        builder
            .build(GeneratedEvidence.runOf("run", builder.events()))
            .after(new Marker(ARCH, syscall("close").number()));
    later.syscalls().forEach((key, syscall) -> assertFalse(syscall.neverKnown(), key + ""));
  }

  @Test
  void undecodedAndHiddenValuesAreKeptWithTheirText() {
    start(1, "ioctl", 3);
    event.setUndecoded(1, "FOO_IOCTL");
    event.setResult(0);
    builder.event(event);
    ArgumentEvidence cmd = seen("", "ioctl").arguments().get(1);
    assertEquals(Set.of("FOO_IOCTL"), cmd.undecoded().keySet());
    assertFalse(cmd.complete());
    @Nullable Feature none = cmd.values().exact().get(0L);
    assertEquals(null, none);
  }

  @Test
  void rolesTogetherAddTheirEvents() {
    exec(1, "/bin/a");
    call(1, "getpid", 1);
    exec(1, "/bin/b");
    call(1, "getpid", 1);
    call(1, "getpid", 1);
    Evidence all = builder.build(GeneratedEvidence.runOf("run", builder.events())).withoutRoles();
    SyscallEvidence getpid =
        all.syscalls().get(new SyscallKey("", ARCH, syscall("getpid").number()));
    assertEquals(3, getpid == null ? 0 : getpid.seen().runs().events());
    assertSame(all, all.withoutRoles());
  }

  @Test
  void anEventCountsAsOftenAsItOccurred() {
    start(5, "close", 3);
    event.setOccurrences(27);
    event.setReturned();
    builder.event(event);
    call(5, "close", 0, 3);
    SyscallEvidence close = seen("", "close");
    assertEquals(28, close.seen().runs().events());
    Feature three = close.arguments().getFirst().values().exact().getOrDefault(3L, Feature.NONE);
    assertEquals(28, three.runs().events());
    assertEquals(28, builder.events());
  }

  @Test
  void countsStopBeforeTheyOverflow() {
    start(5, "getpid");
    for (int i = 0; i < 100; i++) {
      event.setOccurrences(SyscallEvent.MOST_OCCURRENCES);
      builder.event(event);
    }
    assertEquals(FeatureCount.MOST, seen("", "getpid").seen().runs().events());
    assertEquals(FeatureCount.MOST, builder.events());
  }

  /** The rows of a table have no order, so that the first is not what started the program. */
  @Test
  void theFirstExecveOfATableIsNotTheLaunchers() {
    start(0, "execve");
    event.setReturned();
    builder.event(event);
    assertTrue(seen("", "execve").launcher().runs().isEmpty());
  }

  @Test
  void hiddenArgumentsAreAllThatTheSyscallHas() {
    event.reset(ARCH, syscall("close").number(), 1);
    event.hideArguments();
    assertEquals(Knowledge.HIDDEN, event.knowledge(0));
    assertEquals(Knowledge.ABSENT, event.knowledge(1));
    event.reset(ARCH, 9999, 1);
    event.hideArguments();
    assertEquals(Knowledge.HIDDEN, event.knowledge(5));
  }
}
