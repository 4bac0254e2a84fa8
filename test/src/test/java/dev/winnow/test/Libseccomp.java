package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.oci.OciException;
import dev.winnow.policy.oci.OciMeaning;
import dev.winnow.policy.oci.OciRule;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.OciTest;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The real libseccomp, by a small C program that makes of a profile what runtimes make of it. */
public final class Libseccomp {
  /** How runtimes let it lay out programs: crun leaves the default, runc takes 2 for many rules. */
  public static final List<Integer> OPTIMIZATIONS = List.of(1, 2);

  private final Path folder;

  private Libseccomp(Path folder) {
    this.folder = folder;
  }

  /** Builds it. */
  public static Libseccomp in(Path folder) throws IOException {
    Programs.requireTool("gcc", "gcc libseccomp-dev");
    try (InputStream source = Libseccomp.class.getResourceAsStream("libseccomp_export.c")) {
      Files.write(
          folder.resolve("libseccomp_export.c"), Objects.requireNonNull(source).readAllBytes());
    }
    List<String> compile =
        List.of("gcc", "-O1", "-o", "libseccomp_export", "libseccomp_export.c", "-lseccomp");
    Finished finished = Programs.run(folder, Map.of(), compile);
    assertEquals(
        0, finished.exitCode(), "apt-get install libseccomp-dev, or ./check\n" + finished.all());
    return new Libseccomp(folder);
  }

  /** The program that libseccomp exports. */
  public Program export(OciSeccomp profile, int optimization) throws IOException {
    Files.writeString(folder.resolve("rules"), lines(profile, optimization));
    String command = "./libseccomp_export <rules >exported.bpf";
    Finished finished = Programs.run(folder, Map.of(), List.of("sh", "-c", command));
    assertEquals(0, finished.exitCode(), finished.all() + lines(profile, optimization));
    return Program.read(Files.readAllBytes(folder.resolve("exported.bpf")));
  }

  /** Whether a program is what our model of libseccomp says of a profile, over all events. */
  public static Equivalence.Result compare(OciSeccomp profile, Program program)
      throws DiagramLimitException, OciException {
    Diagram diagram = new Diagram();
    int meaning = PolicyDiagram.of(diagram, OciMeaning.of(profile));
    // Numbers that no kernel carries out, which a policy has no word for.
    int first = profile.architectures().contains(Arch.X32) ? Integer.MIN_VALUE : -1;
    int negative =
        diagram.and(
            diagram.wordEquals(Diagram.ARCH, Arch.X86_64.auditToken()),
            diagram.wordInRange(Diagram.NR, first, -1));
    int byDefault = diagram.leaf(profile.defaultAction().returnValue());
    return Equivalence.check(diagram, diagram.ite(negative, byDefault, meaning), program);
  }

  private static String lines(OciSeccomp profile, int optimization) {
    StringBuilder lines = new StringBuilder();
    line(lines, "default", unsigned(profile.defaultAction().returnValue()));
    line(lines, "optimize", Integer.toString(optimization));
    profile.architectures().forEach(arch -> line(lines, "arch", name(arch)));
    for (OciRule rule : profile.rules()) {
      for (String name : rule.names()) {
        StringBuilder tests = new StringBuilder();
        for (OciTest test : rule.tests()) {
          tests.append(" %d %d".formatted(test.index(), number(test.op())));
          tests.append(' ').append(Long.toUnsignedString(test.value()));
          tests.append(' ').append(Long.toUnsignedString(test.valueTwo()));
        }
        String action = unsigned(rule.action().returnValue());
        line(lines, "rule", action, name, number(name), rule.tests().size() + tests.toString());
      }
    }
    return lines.toString();
  }

  private static void line(StringBuilder lines, String... words) {
    lines.append(String.join(" ", words)).append('\n');
  }

  private static String unsigned(int value) {
    return Integer.toUnsignedString(value);
  }

  private static String name(Arch arch) {
    return arch == Arch.I386 ? "x86" : arch.label();
  }

  /** This machine's number, or -1 for a name of other architectures only. */
  private static String number(String name) {
    Syscall syscall = SyscallTable.of(Arch.X86_64).byName(name);
    return Integer.toString(syscall == null ? -1 : syscall.number());
  }

  /** {@code enum scmp_compare} of seccomp.h. */
  private static int number(OciTest.Op op) {
    return switch (op) {
      case NE -> 1;
      case LT -> 2;
      case LE -> 3;
      case EQ -> 4;
      case GE -> 5;
      case GT -> 6;
      case MASKED_EQ -> 7;
    };
  }
}
