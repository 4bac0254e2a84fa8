package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.oci.OciException;
import dev.winnow.policy.oci.OciJson;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.PolicyToOci;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libseccomp makes of our profiles exactly what our model of it says: proved, not sampled. */
class OciMeaningTest {
  private static final int PROVED = 6;

  private static final List<String> CONDITIONS =
      List.of(
          "arg0 == 1 || arg0 == 2",
          "arg0:64 == 0x100000001",
          "(arg1 & 0x40) != 0 && (arg2 & 7) != 7",
          "(arg2:64 & ~0xfff) == 0 && arg3:64 in 0..1279",
          "(arg0 & ~3) == 0 && (arg1 & 6) != 6",
          "(arg0:64 & 0xf000000000) != 0 && (arg5 & 0xff) in {1, 5, 9..12}",
          "(arg4:64 & 0x8000000000000001) == 0x8000000000000000",
          "!((arg0 & 1) == 1 && (arg1 & 4) == 4)",
          "1");
  private static final List<String> ACTIONS =
      List.of(
          "allow", "allow", "allow", "errno(ENOSYS)", "log", "trap", "kill_process", "trace(7)");
  private static final List<String> NAMES =
      List.of("read", "write", "openat", "mmap", "ioctl", "personality", "dup3", "futex", "clone3");

  @TempDir private static Path folder;
  private static Libseccomp libseccomp;

  @BeforeAll
  static void build() throws Exception {
    libseccomp = Libseccomp.in(folder);
  }

  private static Policy policy(String text) throws Exception {
    return Policies.parse("test.policy", text);
  }

  /** Compares what libseccomp exports with the model, over all events. */
  private static void prove(OciSeccomp profile) throws Exception {
    for (int optimization : Libseccomp.OPTIMIZATIONS) {
      // A tree of nothing: libseccomp up to 2.5.4 fails on it, and runc does not ask for it.
      if (optimization == 2 && profile.rules().isEmpty()) {
        continue;
      }
      Program exported = libseccomp.export(profile, optimization);
      Equivalence.Result result = Libseccomp.compare(profile, exported);
      assertInstanceOf(
          Equivalence.Proved.class,
          result,
          () -> result + " with optimization " + optimization + " of\n" + OciJson.write(profile));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys_read: 1",
        "sys_write: fd == 1 || fd == 2",
        "sys_write: fd != 1",
        "sys_pread64: count <= 4096 && pos in 0..65535",
        "sys_pread64: pos > 0x100000000",
        "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0 && (flags & MAP_SHARED) != 0",
        "sys_openat: (flags & ~(O_CLOEXEC | O_DIRECTORY)) == 0 && dfd == AT_FDCWD",
        "sys_socket: family == 1 -> errno(13)\nsys_socket: (type & 1) == 1 -> log\nsys_socket: 1",
        "sys_read: fd == 0 -> kill_process\nsys_read: fd == 1 -> trap\nsys_read: 1 -> trace(65535)",
        "sys_personality: persona == 0xffffffff\nsys_clone3: 1 -> errno(ENOSYS)",
        ""
      })
  void aPolicyOfOneArchitectureIsHeldExactly(String rules) throws Exception {
    Policy policy =
        policy("arch x86_64\ndefault errno(EPERM)\nforeign kill_thread\nsys_execve: 1\n" + rules);
    PolicyToOci oci = PolicyToOci.of(policy);
    assertTrue(oci.exact(), oci.difference().text());
    prove(oci.profile());
  }

  @Test
  void aPermittingDefaultIsHeldExactly() throws Exception {
    PolicyToOci oci =
        PolicyToOci.of(
            policy(
                """
                arch x86_64
                default allow
                foreign kill_thread
                sys_ptrace: 1 -> errno(EPERM)
                sys_kill: sig == SIGKILL -> errno(EPERM)
                """));
    assertTrue(oci.exact(), oci.difference().text());
    prove(oci.profile());
  }

  @Test
  void twoArchitecturesThatAgreeAreHeldExactly() throws Exception {
    String rules = "default errno(EPERM)\nforeign kill_thread\nsys_read: 1\nsys_write: fd <= 2\n";
    String own = "sys_mmap2: (prot & ~3) == 0\n";
    PolicyToOci oci = PolicyToOci.of(policy("arch x86_64\n" + rules + "arch i386\n" + rules + own));
    assertTrue(oci.exact(), oci.difference().text());
    prove(oci.profile());
  }

  @Test
  void whatAnotherArchitectureAddsIsWider() throws Exception {
    PolicyToOci oci =
        PolicyToOci.of(
            policy(
                """
                arch x86_64
                default errno(EPERM)
                sys_socket: family == 1
                arch i386
                default errno(EPERM)
                sys_socket: family == 1
                """));
    // Through socketcall the arguments lie in memory, and libseccomp permits them all.
    assertTrue(oci.difference().text().contains("wider     i386 socketcall(call=SYS_SOCKET, *)"));
    prove(oci.profile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "i386", "x32", "x86_64 i386", "x86_64 x32"})
  void randomPoliciesAreReadAsModelled(String archs) throws Exception {
    long seed = archs.hashCode();
    Random random = new Random(seed);
    int proved = 0;
    for (int round = 0; round < 60 && proved < PROVED; round++) {
      String text = sections(random, archs);
      try {
        OciSeccomp profile = PolicyToOci.of(policy(text)).profile();
        prove(profile);
        prove(reversed(profile));
        proved++;
      } catch (OciException e) {
        // Too many rules, or architectures that no profile serves together.
        assertTrue(
            String.valueOf(e.getMessage()).matches("(?s).*(beyond|overlapping).*"), e.getMessage());
      }
    }
    assertEquals(PROVED, proved, "seed " + seed);
  }

  private static OciSeccomp reversed(OciSeccomp profile) {
    return new OciSeccomp(
        profile.defaultAction(), profile.architectures(), profile.rules().reversed());
  }

  private static String sections(Random random, String archs) {
    String byDefault = random.nextInt(4) == 0 ? "allow" : "errno(EPERM)";
    StringBuilder text = new StringBuilder();
    for (String arch : archs.split(" ", -1)) {
      text.append("arch ").append(arch).append("\ndefault ").append(byDefault).append('\n');
      text.append(rules(random));
    }
    return text.toString();
  }

  private static String rules(Random random) {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
      String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      rules.append("sys_%s: %s -> %s\n".formatted(name, condition, action));
    }
    return rules.toString();
  }
}
