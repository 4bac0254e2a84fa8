package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.certificate.Certificate;
import dev.winnow.minimizer.certificate.CertificateException;
import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Any claims: whoever made them, a program that is another policy's is never accepted. */
class CertificateFuzzTest {
  private static final String RULES =
      """
      arch x86_64
      default errno(EPERM)
      sys_write: fd <= 2 && count:64 <= 4096
      sys_ioctl: cmd in {TCGETS, TIOCGWINSZ}
      """;

  private static final Made NARROW = Made.of(RULES);
  private static final Made WIDER = Made.of(RULES.replace("fd <= 2", "fd <= 3"));

  private record Made(Policy policy, Program program, String certificate) {
    static Made of(String rules) {
      try {
        Policy policy = Policies.parse("rules", rules);
        Program program = Compiler.compile(policy, Weights.UNIFORM, Objective.SPEED).program();
        return new Made(policy, program, Certificate.of(policy, program).text());
      } catch (PolicySyntaxException | CompilationException | CertificateException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @FuzzTest
  void read(byte @Nullable [] data) {
    String claims = new String(data == null ? new byte[0] : data, StandardCharsets.UTF_8);
    String about = header(NARROW.certificate, WIDER.certificate);
    assertFalse(accepted(about + claims, NARROW.policy, WIDER.program));
    assertTrue(accepted(NARROW.certificate, NARROW.policy, NARROW.program));
    accepted(
        header(NARROW.certificate, NARROW.certificate) + claims, NARROW.policy, NARROW.program);
  }

  /** The lines of comments and digests: the policy of one certificate, the program of another. */
  private static String header(String ofPolicy, String ofProgram) {
    return lines(ofPolicy, "#") + lines(ofPolicy, "policy ") + lines(ofProgram, "program ");
  }

  private static String lines(String text, String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static boolean accepted(String text, Policy policy, Program program) {
    try {
      Certificate.read("fuzzed", text).check(policy, program);
      return true;
    } catch (CertificateException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
      return false;
    }
  }
}
