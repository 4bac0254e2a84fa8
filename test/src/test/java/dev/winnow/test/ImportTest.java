package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.lift.LiftedPolicy;
import dev.winnow.minimizer.lift.ProgramToPolicy;
import dev.winnow.policy.Action;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.oci.OciMeaning;
import dev.winnow.policy.oci.OciRule;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.OciTest;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that libseccomp wrote, as policies and beside policies. */
class ImportTest {
  private static final OciTest MASKED = new OciTest(2, OciTest.Op.MASKED_EQ, 3, 0);
  private static final OciTest STREAM = new OciTest(1, OciTest.Op.EQ, 1, 0);
  private static final OciTest NO_NETLINK = new OciTest(0, OciTest.Op.NE, 16, 0);
  private static final OciTest LARGE = new OciTest(3, OciTest.Op.GT, 0x1_0000_0000L, 0);

  @TempDir private static Path folder;
  private static Libseccomp libseccomp;

  @BeforeAll
  static void build() throws Exception {
    libseccomp = Libseccomp.in(folder);
  }

  private static OciSeccomp profile(Action byDefault, List<Arch> archs) {
    return new OciSeccomp(
        byDefault,
        archs,
        List.of(
            new OciRule(List.of("read", "write", "execve"), Action.ALLOW, List.of()),
            new OciRule(List.of("openat"), Action.ALLOW, List.of(MASKED)),
            new OciRule(List.of("socket"), Action.ALLOW, List.of(NO_NETLINK, STREAM)),
            new OciRule(List.of("pread64"), new Action(Action.Kind.TRACE, 7), List.of(LARGE)),
            new OciRule(List.of("clone3"), Action.errno(38), List.of())));
  }

  /** The model of what libseccomp makes of a profile was proved; an import has to be that. */
  @Test
  void whatLibseccompWroteComesBack() throws Exception {
    for (Action byDefault : List.of(Action.errno(1), Action.KILL_PROCESS, Action.LOG)) {
      for (List<Arch> archs :
          List.of(
              List.<Arch>of(),
              List.of(Arch.I386),
              List.of(Arch.X32, Arch.I386),
              List.of(Arch.AARCH64))) {
        OciSeccomp profile = profile(byDefault, archs);
        for (int optimization : Libseccomp.OPTIMIZATIONS) {
          LiftedPolicy lifted =
              ProgramToPolicy.lift(libseccomp.export(profile, optimization), null);
          PolicyDiff diff = PolicyDiff.between(OciMeaning.of(profile), lifted.policy());
          assertEquals("", diff.text(), () -> profile + " " + lifted.notes());
          assertEquals(1, lifted.notes().size(), () -> lifted.notes().toString());
          assertTrue(lifted.notes().getFirst().contains("that no kernel carries out"));
        }
      }
    }
  }

  private static Finished expect(int exitCode, String... words) {
    Finished finished = Programs.winnow(folder, words);
    assertEquals(exitCode, finished.exitCode(), () -> List.of(words) + "\n" + finished.all());
    return finished;
  }

  @Test
  void theCommandImportsComparesAndExplains() throws IOException {
    Path program = folder.resolve("theirs.bpf");
    Files.write(program, libseccomp.export(profile(Action.errno(1), List.of()), 1).write());
    Finished imported = expect(0, "import", "theirs.bpf", "-o", "theirs.policy");
    assertTrue(imported.err().contains("proved equal but for what the notes say"), imported.err());
    String text = Files.readString(folder.resolve("theirs.policy"));
    assertTrue(text.contains("\nsys_openat: (flags & O_ACCMODE) == 0\n"), text);
    assertTrue(text.contains("\n# the program answers x86_64 numbers that no kernel"), text);
    expect(1, "import", "theirs.bpf", "-o", "theirs.policy", "--strict");

    Finished diff = expect(1, "diff", "theirs.policy", "theirs.bpf", "--fail-on", "any");
    String line = "        changed   numbers above the table's: kill_thread -> errno(EPERM)\n";
    assertEquals("changed in 1\n" + line, diff.out());
    expect(0, "compile", "theirs.policy", "-f", "bpf", "-o", "ours.bpf");
    expect(0, "diff", "ours.bpf", "theirs.policy", "--fail-on", "any");
    String wider = text.replace("(flags & O_ACCMODE) == 0", "1");
    Files.writeString(folder.resolve("wider.policy"), wider);
    Finished found = expect(1, "diff", "theirs.bpf", "wider.policy");
    assertTrue(found.out().contains("wider     openat(*, *, flags=O_WRONLY, *)"), found.out());

    Finished explained = expect(0, "explain", "theirs.bpf", "openat(AT_FDCWD, _, O_RDWR)");
    assertTrue(explained.out().contains("errno(EPERM)\nNo rule holds"), explained.out());
    Files.writeString(folder.resolve("t.strace"), "1 ptrace(PTRACE_TRACEME) = 0\n");
    assertTrue(expect(1, "check", "theirs.bpf", "t.strace").out().contains("ptrace"));
  }

  @Test
  void whatCannotBeImportedLeavesTheOldFile() throws IOException {
    // ld [0]; jeq 1, allow, kill: it never looks at the architecture.
    byte[] program = {
      0x20, 0, 0, 0, 0, 0, 0, 0, 0x15, 0, 0, 1, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, -1, 0x7f, 6, 0, 0, 0,
      0, 0, 0, -128
    };
    Files.write(folder.resolve("bare.bpf"), program);
    Files.writeString(folder.resolve("old.policy"), "old");
    Finished refused = expect(1, "import", "bare.bpf", "-o", "old.policy");
    assertTrue(refused.err().contains("--arch NAME imports"), refused.err());
    assertEquals("old", Files.readString(folder.resolve("old.policy")));
    expect(0, "import", "bare.bpf", "-o", "bare.policy", "--arch", "x86_64");
    String text = Files.readString(folder.resolve("bare.policy"));
    assertTrue(text.contains("default kill_process\nsys_write: 1\n"), text);
    Finished diff = expect(1, "diff", "bare.policy", "bare.bpf");
    assertTrue(diff.out().contains("other architectures"), diff.out());
    Files.writeString(folder.resolve("text"), "arch x86_64\ndefault allow\n");
    Finished policy = expect(2, "import", "text", "-o", "x.policy");
    assertTrue(policy.err().contains("text: not a seccomp program"), policy.err());
    assertFalse(Files.exists(folder.resolve("x.policy")));
  }
}
