package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the command line: exit codes, streams, and files that survive a failure. */
class CommandLineTest {
  private static final String TRACE =
      """
      7 execve("/bin/cat", ["cat"], 0x7ffc /* 3 vars */) = 0
      7 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3
      7 read(3, "x", 4096) = 1
      7 write(1, "x", 1) = 1
      7 exit_group(0) = ?
      7 +++ exited with 0 +++
      """;

  @TempDir private Path folder;

  @BeforeEach
  void sampleTrace() throws IOException {
    Files.writeString(folder.resolve("cat.strace"), TRACE);
  }

  private Finished winnow(String arguments) {
    return Programs.winnow(folder, arguments.split(" ", -1));
  }

  private Finished expect(int exitCode, String arguments) {
    Finished finished = winnow(arguments);
    assertEquals(exitCode, finished.exitCode(), arguments + "\n" + finished.all());
    assertFalse(finished.err().contains("Exception"), finished.err());
    return finished;
  }

  @Test
  void eventsPrintsWhatWasUnderstood() {
    assertEquals(
        """
        7\tx86_64\t59\texecve\t*\t*\t*\t-\t-\t-\t0
        7\tx86_64\t257\topenat\t0xffffff9c\t*\t0x80000\t*\t-\t-\t3
        7\tx86_64\t0\tread\t0x3\t*\t0x1000\t-\t-\t-\t1
        7\tx86_64\t1\twrite\t0x1\t*\t0x1\t-\t-\t-\t1
        """,
        expect(0, "events cat.strace").out());
  }

  @Test
  void eventsOfSeveralInputsNamesTheFileAndGoesOnAfterAFaultyOne() throws IOException {
    Files.writeString(folder.resolve("empty"), "");
    Finished finished = expect(2, "events cat.strace empty cat.strace missing");
    assertTrue(finished.out().startsWith("cat.strace\t7\tx86_64\t59\t"), finished.all());
    assertTrue(finished.err().contains("empty"), finished.err());
    assertTrue(finished.err().contains("missing"), finished.err());
  }

  /** Exit code 1: the input could be read; what it holds is a finding. */
  @Test
  void whatWasNotUnderstoodIsAFindingOnlyIfStrictnessIsAskedFor() throws IOException {
    Files.writeString(folder.resolve("odd.strace"), TRACE + "7 frobnicate(1) = 0\n");
    expect(0, "learn cat.strace -o cat.policy");
    for (String command :
        List.of(
            "ingest odd.strace -o odd.evidence",
            "learn odd.strace -o odd.policy",
            "events odd.strace",
            "check cat.policy odd.strace")) {
      expect(0, command);
      Finished strict = expect(1, command + " --strict");
      assertTrue(strict.err().contains("frobnicate") || strict.err().contains("--strict"));
    }
    expect(0, "ingest cat.strace -o cat.evidence --strict");
    expect(2, "ingest missing -o missing.evidence --strict");
  }

  @Test
  void whatARecordingLacksIsSaidWhereverItIsUsed() throws IOException {
    Files.writeString(folder.resolve("cut.strace"), TRACE + "8 getpid() = 8\n8 getuid(");
    expect(0, "learn cut.strace -o cut.policy");
    assertTrue(Files.readString(folder.resolve("cut.policy")).contains("1 cut-off ends"));
    Finished check = expect(0, "check cut.policy cut.strace");
    assertTrue(check.err().contains("not in the recordings: 1 cut-off ends"), check.err());
    Finished ingest = expect(0, "ingest cut.strace -o cut.evidence");
    assertTrue(ingest.err().contains("1 cut-off ends"), ingest.err());
  }

  @Test
  void compressedTracesAndEvidenceAreReadAsTheyAre() throws IOException {
    expect(0, "ingest cat.strace -o cat.evidence");
    expect(0, "learn cat.strace -o plain.policy");
    for (String tool : List.of("gzip", "zstd -q", "xz")) {
      Programs.requireTool(tool.split(" ", -1)[0], "gzip zstd xz-utils");
      for (String file : List.of("cat.strace", "cat.evidence")) {
        String pack = tool + " -c " + file + " > packed";
        Programs.run(folder, Map.of(), List.of("sh", "-c", pack));
        expect(0, "learn packed -o packed.policy");
        assertEquals(
            Files.readString(folder.resolve("plain.policy")),
            Files.readString(folder.resolve("packed.policy")),
            tool + " " + file);
      }
    }
  }

  @Test
  void theWholeWayStepByStep() throws IOException {
    Finished ingest = expect(0, "ingest --json cat.strace -o cat.evidence");
    assertTrue(ingest.out().replaceAll("\\s", "").contains("\"parsed\":5"), ingest.out());
    expect(0, "merge cat.evidence cat.evidence -o both.evidence");
    assertEquals(
        Files.readString(folder.resolve("cat.evidence")),
        Files.readString(folder.resolve("both.evidence")));
    expect(0, "learn both.evidence -o cat.policy");
    expect(0, "learn cat.strace -o same.policy");
    assertEquals(
        Files.readString(folder.resolve("cat.policy")),
        Files.readString(folder.resolve("same.policy")));
    expect(0, "compile cat.policy -f bpf -o cat.bpf --workload cat.evidence");
    expect(0, "compile cat.policy -f bpf -o again.bpf --workload cat.evidence");
    assertTrue(
        Arrays.equals(
            Files.readAllBytes(folder.resolve("cat.bpf")),
            Files.readAllBytes(folder.resolve("again.bpf"))));
    expect(0, "compile cat.policy -f policy -o smallest.policy");
    expect(0, "diff cat.policy smallest.policy --fail-on any");
    expect(0, "verify cat.policy cat.bpf");
    expect(0, "check cat.policy cat.strace both.evidence");
    assertTrue(expect(0, "explain cat.policy openat(AT_FDCWD,_,O_RDONLY)").out().contains("allow"));
    assertTrue(expect(0, "disasm cat.bpf").out().contains("# arch"));
    assertTrue(expect(0, "sim cat.bpf read(3) ptrace(0)").out().contains("errno(EPERM)"));
    expect(0, "report cat.evidence --policy cat.policy -o report");
    assertTrue(Files.readString(folder.resolve("report/report.html")).contains("<html"));
    assertTrue(Files.exists(folder.resolve("report/saturation.png")));
  }

  @Test
  void aReportHasSeveralForms() throws IOException {
    expect(0, "ingest cat.strace -o cat.evidence");
    expect(0, "learn cat.strace -o cat.policy");
    assertTrue(expect(0, "report cat.evidence --format md").out().startsWith("# cat\n"));
    assertTrue(expect(0, "report cat.evidence --format csv").out().startsWith("arch,number"));
    assertTrue(expect(0, "report cat.evidence --format json").out().startsWith("{"));
    String badge = expect(0, "report cat.evidence --format badge").out();
    assertEquals(1, badge.lines().count(), badge);
    expect(0, "report cat.strace --policy cat.policy --format cobertura -o coverage.xml");
    String xml = Files.readString(folder.resolve("coverage.xml"));
    assertTrue(xml.contains("filename=\"cat.policy\""), xml);
    assertTrue(expect(2, "report cat.evidence").err().contains("--output=DIR"));
    assertTrue(expect(2, "report -o x").err().contains("EVIDENCE"));
  }

  @Test
  void aReportComparesWithAnotherPolicyAndWithReleases() throws IOException {
    Files.createDirectories(folder.resolve("releases"));
    expect(0, "ingest cat.strace -o releases/v1.10.evidence");
    Files.writeString(
        folder.resolve("releases/v1.9.strace"), "1 read(0, \"\"..., 10) = 10\n1 getpid() = 1\n");
    expect(0, "ingest releases/v1.9.strace -o releases/v1.9.evidence");
    Files.writeString(
        folder.resolve("base.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_ptrace: 1\n");
    Finished report = expect(0, "report --history releases --base base.policy --format md");
    assertTrue(report.out().startsWith("# v1.10\n"), report.out());
    assertTrue(report.out().contains("## Beside `base.policy`"), report.out());
    int older = report.out().indexOf("| `v1.9` |");
    assertTrue(older > 0 && older < report.out().indexOf("| `v1.10` |"), report.out());
    assertTrue(report.err().contains("v1.9.strace: not winnow evidence"), report.err());
    assertTrue(
        expect(2, "report cat.strace --syscall mount -o x").err().contains("'mount'"),
        "no run mounts");
  }

  @Test
  void findingsExitWithOne() throws IOException {
    Files.writeString(
        folder.resolve("a.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 0\n");
    Files.writeString(
        folder.resolve("b.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_read: fd <= 1\n");
    assertTrue(expect(1, "diff a.policy b.policy").out().contains("wider     read(fd=1"));
    expect(0, "diff b.policy a.policy");
    expect(1, "diff b.policy a.policy --fail-on any");
    assertEquals("same\n", expect(0, "diff a.policy a.policy --fail-on any").out());
    expect(0, "compile b.policy -f bpf -o b.bpf");
    assertTrue(expect(1, "verify a.policy b.bpf").out().contains("different: for read("));
    Finished denied = expect(1, "check a.policy cat.strace");
    assertTrue(denied.out().contains("denied\t1 events\topenat("), denied.out());
  }

  @Test
  void aCertificateHoldsForItsPolicyAndProgramOnly() throws IOException {
    String policy = "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 0\n";
    Files.writeString(folder.resolve("a.policy"), policy);
    Files.writeString(folder.resolve("b.policy"), policy.replace("fd == 0", "fd <= 1"));
    Files.writeString(folder.resolve("commented.policy"), "# why\n" + policy);
    expect(0, "compile b.policy -f bpf -o b.bpf");
    Finished compiled = expect(0, "compile a.policy -f bpf -o a.bpf --certify a.certificate");
    assertTrue(compiled.err().contains("certificate: 1 claims in a.certificate"), compiled.err());
    String valid = "verify a.policy a.bpf --certificate a.certificate";
    assertTrue(expect(0, valid).out().startsWith("certified: by a.certificate"));
    assertTrue(expect(0, valid + " --json").out().contains("\"claims\" : 1"));
    expect(0, "verify commented.policy a.bpf --certificate a.certificate");
    assertTrue(
        expect(1, "verify b.policy a.bpf --certificate a.certificate")
            .out()
            .contains("it is about another policy"));
    assertTrue(
        expect(1, "verify a.policy b.bpf --certificate a.certificate")
            .out()
            .contains("it is about another program"));
    String text = Files.readString(folder.resolve("a.certificate"));
    Files.writeString(folder.resolve("edited"), text.replace("{0x0}", "{0x0..0x1}"));
    assertTrue(
        expect(1, "verify a.policy a.bpf --certificate edited")
            .out()
            .contains("refused: edited: nothing is claimed of instruction"));
    expect(2, "verify a.policy a.bpf --certificate a.policy");
    expect(2, "compile a.policy -f oci -o a.json --certify a.certificate");
  }

  @Test
  void aBitmaskThatWouldBeWiderIsRefusedUnlessAccepted() throws IOException {
    Files.writeString(
        folder.resolve("a.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 0\n");
    Files.writeString(folder.resolve("a.bitmask"), "old");
    Finished refused = expect(1, "compile a.policy -f bitmask -o a.bitmask");
    assertTrue(refused.err().contains("read"), refused.err());
    assertEquals("old", Files.readString(folder.resolve("a.bitmask")), "a failure leaves it");
    expect(0, "compile a.policy -f bitmask -o a.bitmask --allow-wider");
    assertTrue(Arrays.equals(new byte[] {1}, Files.readAllBytes(folder.resolve("a.bitmask"))));
    Files.write(folder.resolve("none.bitmask"), new byte[0]);
    Finished update =
        expect(1, "compile a.policy -f bitmask -o b --allow-wider --update none.bitmask");
    assertTrue(update.err().contains("may only shrink"), update.err());
  }

  @Test
  void anOciProfileThatWouldPermitLessIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("a.policy"),
        "arch x86_64\ndefault errno(EPERM)\nsys_execve: 1\nsys_read: fd == 0\nnr(900): 1\n");
    Finished refused = expect(1, "compile a.policy -f oci -o a.json --allow-wider");
    assertTrue(refused.err().contains("narrower  nr(900)"), refused.err());
    assertTrue(refused.err().contains("which no option accepts"), refused.err());
    assertTrue(Files.notExists(folder.resolve("a.json")));
  }

  @Test
  void anOciProfileThatWouldPermitMoreIsRefusedUnlessAccepted() throws IOException {
    Files.writeString(
        folder.resolve("a.policy"),
        """
        arch x86_64
        default errno(EPERM)
        sys_execve: 1
        sys_read: fd == 0
        arch i386
        default errno(EPERM)
        sys_execve: 1
        sys_read: 1
        """);
    Finished refused = expect(1, "compile a.policy -f oci -o a.json");
    assertTrue(refused.err().contains("wider     read(fd=1"), refused.err());
    assertTrue(refused.err().contains("--allow-wider"), refused.err());
    assertTrue(Files.notExists(folder.resolve("a.json")));
    Finished accepted = expect(0, "compile a.policy -f oci -o a.json --allow-wider");
    assertTrue(accepted.err().contains("note: wider     read(fd=1"), accepted.err());
    assertTrue(Files.readString(folder.resolve("a.json")).contains("SCMP_ARCH_X86"));
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    Files.writeString(folder.resolve("a.policy"), "arch x86_64\ndefault errno(EPERM)\n");
    assertTrue(expect(2, "update - - -o b").err().contains("which can be read once"));
    assertTrue(expect(2, "diff - -").err().contains("which can be read once"));
  }

  @Test
  void strictIsAFindingWhateverIsMissing() throws IOException {
    String whole = "1 close(3) = 0\n1 +++ exited with 0 +++\n";
    for (String incomplete :
        List.of(
            whole + "1 rubbish\n", whole + "1 clo", "1 fcntl(3, F_NOSUCHTHING) = 0\n" + whole)) {
      Files.writeString(folder.resolve("t.strace"), incomplete);
      for (String command :
          List.of("ingest t.strace -o e", "learn t.strace -o p", "events t.strace")) {
        expect(1, command + " --strict");
      }
      expect(0, "ingest t.strace -o e");
      expect(1, "merge e -o f --strict");
      expect(0, "learn t.strace -o p");
      expect(1, "check p t.strace --strict");
      expect(1, "check p e --strict");
    }
  }

  @Test
  void aTraceNamedTwiceIsOneRun() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("d/t"), "1 close(3) = 0\n1 +++ exited with 0 +++\n");
    expect(0, "learn d/t -o p");
    Finished checked = expect(0, "check p d/t ./d/t d");
    assertTrue(checked.out().contains("1 events: 0 denied"), checked.all());
  }

  @Test
  void everyFormatPrintsOneObject() throws IOException {
    Files.writeString(
        folder.resolve("a.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 0\n");
    for (String format : "bpf bitmask asm c oci policy".split(" ", -1)) {
      Finished finished =
          expect(0, "compile a.policy --json --allow-wider -o out." + format + " -f " + format);
      JsonNode json = new ObjectMapper().readTree(finished.out());
      assertEquals(format, json.get("format").asText());
      assertEquals("out." + format, json.get("output").asText());
      assertEquals(Files.size(folder.resolve("out." + format)), json.get("bytes").asLong());
      boolean lossy = format.equals("oci") || format.equals("bitmask");
      assertEquals(lossy, !json.get("losses").isEmpty(), finished.out());
    }
    assertTrue(expect(2, "compile a.policy --json -f bpf -o -").err().contains("-o"));
  }

  @Test
  void anUpdateOnlyGivesUpRights() throws IOException {
    Path policy = folder.resolve("a.policy");
    String before =
        """
        # winnow policy 1
        arch x86_64
        default errno(EPERM)
        sys_read: 1                   # needed
        sys_write: fd <= 2
        sys_mmap: 1
        """;
    Files.writeString(policy, before);
    Files.writeString(folder.resolve("wider"), "sys_write: fd <= 3\nsys_mmap: 0\n");
    Finished refused = expect(1, "update a.policy wider -o a.policy");
    assertTrue(
        refused.err().contains("wider     write(fd=3, *, *): errno(EPERM) -> allow"),
        refused.err());
    assertEquals(before, Files.readString(policy));
    String json = expect(1, "update a.policy wider -o a.policy --json").out();
    assertTrue(json.contains("\"written\" : false"), json);
    Files.writeString(folder.resolve("tighter"), "sys_mmap: 0\nsys_write: fd == 2  # errors\n");
    assertTrue(expect(0, "update a.policy tighter -o a.policy").err().contains("narrower"));
    assertEquals(
        before
            .replace("sys_mmap: 1\n", "")
            .replace("sys_write: fd <= 2\n", "sys_write: fd == 2            # errors\n"),
        Files.readString(policy));
    assertTrue(expect(0, "update a.policy tighter -o a.policy").err().contains("same"));
    Files.writeString(folder.resolve("faulty"), "sys_raed: 1\n");
    assertTrue(expect(2, "update a.policy faulty -o a.policy").err().contains("faulty:1:1"));
  }

  @Test
  void badUsageAndUnreadableInputExitWithTwoAndSayWhatToDo() throws IOException {
    assertTrue(expect(2, "frobnicate").err().contains("winnow"));
    assertTrue(expect(2, "learn missing.strace -o p").err().contains("missing.strace"));
    Files.createDirectory(folder.resolve("none"));
    assertTrue(expect(2, "learn none -o p").err().contains("holds no trace"));
    Files.write(folder.resolve("junk"), new byte[] {0, 1, 2, (byte) 0xff, 10, 0});
    assertTrue(expect(2, "learn junk -o p").err().contains("junk"));
    Files.writeString(
        folder.resolve("bad.policy"), "arch x86_64\ndefault kill_process\nsys_raed: 1\n");
    Finished caret = expect(2, "compile bad.policy -f bpf -o x.bpf");
    assertTrue(caret.err().contains("bad.policy:3:1"), caret.err());
    assertTrue(caret.err().contains("^"), caret.err());
    assertTrue(caret.err().contains("sys_read"), caret.err());
    assertTrue(expect(2, "disasm cat.strace").err().contains("not a seccomp program"));
    assertTrue(expect(2, "record -- /no/such/program").err().contains("/no/such/program"));
    assertTrue(Files.notExists(folder.resolve("x.bpf")));
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command :
        ("profile record ingest events merge learn compile verify import check explain diff update report"
                + " disasm sim completion")
            .split(" ", -1)) {
      assertTrue(expect(0, command + " --help").out().contains("Example: winnow " + command));
    }
  }

  @Test
  void theProgramsExitCodeIsPassedOnOnlyWhenAsked() {
    String[] plain = {"record", "-o", "x.evidence", "--", "sh", "-c", "exit 3"};
    assertEquals(0, Programs.winnow(folder, plain).exitCode());
    String[] passed = {
      "record", "--exit-code", "command", "-o", "x.evidence", "--", "sh", "-c", "exit 3"
    };
    assertEquals(3, Programs.winnow(folder, passed).exitCode());
  }
}
