package dev.winnow.minimizer.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A certificate is accepted only for what the exact core proves, too. */
class CertificateTest {
  private static final String POLICY =
      """
      arch x86_64
      default errno(EPERM)
      unknown errno(ENOSYS)
      sys_read: 1
      sys_write: fd <= 2
      sys_ioctl: cmd in {TCGETS, TIOCGWINSZ} && fd:64 != 9
      sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0 && len in 1..0x100000fff
      sys_socket: family == AF_UNIX && type == 1 || family == AF_INET && type == 2
      sys_clone3: 1 -> errno(ENOSYS)
      arch i386
      default kill_process
      sys_read: count & 0x80000001
      """;

  private static Policy policy(String text) throws PolicySyntaxException {
    return Policies.parse("test", text);
  }

  private static Program compile(Policy policy) throws CompilationException {
    return Compiler.compile(policy, Weights.UNIFORM, Objective.SIZE).program();
  }

  private static String certify(Policy policy, Program program) throws CertificateException {
    return Certificate.of(policy, program).text();
  }

  private static boolean accepted(String text, Policy policy, Program program) {
    try {
      Certificate.read("test", text).check(policy, program);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static boolean proved(Policy policy, Program program) {
    return Equivalence.check(policy, program) instanceof Equivalence.Proved;
  }

  @Test
  void saysWhatEachLoadHasStillToDecide() throws Exception {
    Policy policy =
        policy("arch x86_64\ndefault errno(EPERM)\nsys_read: 1\nsys_write: fd:64 <= 2\n");
    String text = certify(policy, compile(policy));
    List<String> claims = text.lines().filter(line -> line.startsWith("at ")).toList();
    assertEquals(2, claims.size(), text);
    assertTrue(
        claims
            .getFirst()
            .endsWith(
                ": if arg0.low in {0x0..0x2} && arg0.high in {0x0} then 0x7fff0000 else 0x00050001"),
        text);
    assertTrue(accepted(text, policy, compile(policy)), text);
  }

  @Test
  void everyCompiledProgramHasOneAndItIsAccepted() throws Exception {
    int claims = 0;
    for (long seed = 0; seed < 60; seed++) {
      Policy policy = new RandomPolicies(new SplittableRandom(seed)).policy(4);
      Program program = compile(policy);
      try {
        Certificate certificate = Certificate.of(policy, program);
        claims += certificate.claims();
        Certificate.read("test", certificate.text()).check(policy, program);
      } catch (CertificateException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(claims > 60, "claims: " + claims);
  }

  /** One bit of one instruction: what is still accepted has to be true. */
  @Test
  void aChangedProgramIsRefusedUnlessItMeansTheSame() throws Exception {
    Policy policy = policy(POLICY);
    Program program = compile(policy);
    String certificate = certify(policy, program);
    int different = 0;
    for (int pc = 0; pc < program.size(); pc++) {
      for (int bit = 0; bit < 64; bit++) {
        Program changed = flipped(program, pc, bit);
        if (changed == null || !KernelRules.check(changed).isEmpty()) {
          continue;
        }
        // With its own digest, so that nothing but the claims can refuse it.
        String text = certificate.replace(Digest.of(program), Digest.of(changed));
        boolean accepted = accepted(text, policy, changed);
        assertTrue(!accepted || proved(policy, changed), "bit " + bit + " of instruction " + pc);
        different += accepted ? 0 : 1;
        assertFalse(accepted(certificate, policy, changed), "the digest tells");
      }
    }
    assertTrue(different > 500, "changes that count: " + different);
  }

  private static Program flipped(Program program, int pc, int bit) {
    Instruction i = program.get(pc);
    Instruction other =
        bit < 32
            ? new Instruction(i.code(), i.jt(), i.jf(), i.k() ^ 1 << bit)
            : bit < 40
                ? new Instruction(i.code(), i.jt() ^ 1 << (bit - 32), i.jf(), i.k())
                : bit < 48
                    ? new Instruction(i.code(), i.jt(), i.jf() ^ 1 << (bit - 40), i.k())
                    : new Instruction(i.code() ^ 1 << (bit - 48), i.jt(), i.jf(), i.k());
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    instructions.set(pc, other);
    return new Program(instructions);
  }

  /** Any line left out, doubled or with one character changed. */
  @Test
  void anEditedCertificateIsRefusedOrStillTrue() throws Exception {
    Policy policy = policy(POLICY);
    Program program = compile(policy);
    Program wrong = compile(policy(POLICY.replace("fd <= 2", "fd <= 3")));
    List<String> lines = certify(policy, program).lines().toList();
    RandomGenerator random = new SplittableRandom(6);
    int refused = 0;
    for (int i = 0; i < lines.size(); i++) {
      for (int trial = 0; trial < 40; trial++) {
        List<String> edited = new ArrayList<>(lines);
        edited.set(i, trial == 0 ? "" : edit(lines.get(i), random));
        edited.removeIf(String::isEmpty);
        String text = String.join("\n", edited) + "\n";
        refused += accepted(text, policy, program) ? 0 : 1;
        String moved = text.replace(Digest.of(program), Digest.of(wrong));
        assertFalse(accepted(moved, policy, wrong), text);
      }
    }
    assertTrue(refused > lines.size() * 25, "refused: " + refused);
  }

  private static String edit(String line, RandomGenerator random) {
    int at = random.nextInt(line.length());
    String characters = "0123456789abcdef{}()&|,. ";
    char other = characters.charAt(random.nextInt(characters.length()));
    return line.substring(0, at) + other + line.substring(at + 1);
  }

  /** Whatever the program, and whoever wrote it. */
  @Test
  void noProgramIsCertifiedThatIsNotThePolicy() throws Exception {
    int certified = 0;
    for (long seed = 0; seed < 300; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Policy policy = new RandomPolicies(random).policy(3);
      Program program =
          seed % 2 == 0
              ? RandomPrograms.next(random, 2 + random.nextInt(6))
              : compile(new RandomPolicies(random).policy(3));
      boolean made = true;
      try {
        Certificate.of(policy, program);
        certified++;
      } catch (CertificateException e) {
        made = false;
      }
      assertTrue(!made || proved(policy, program), "seed " + seed);
    }
    assertTrue(certified < 300, "some differ");
  }

  /** (what was changed in a valid certificate, what is said). */
  @Test
  void refusesWithThePlace() throws Exception {
    Policy policy = policy("arch x86_64\ndefault errno(EPERM)\nsys_write: fd:64 <= 2\n");
    Program program = compile(policy);
    String text = certify(policy, program);
    assertInstanceOf(Equivalence.Proved.class, Equivalence.check(policy, program));
    String[][] table = {
      {"# winnow certificate 1", "# winnow certificate 2", "test:1: not a certificate"},
      {"policy sha256 ", "policy sha256 0", "test:4: expected"},
      {"program sha256", "# program sha256", "does not say which policy and program"},
      {"{0x0..0x2}", "{0x0..0x3}", "nothing is claimed of instruction 6 about what is left there"},
      {"{0x0..0x2}", "{0x2..0x0}", "test:6: the claim about instruction 6, column 25: expected"},
      {"arg0.low in", "fd in", "column 4: expected a word such as nr or arg1.low, found fd"},
      {"at 6:", "at 4000:", "nothing is claimed of instruction 6"},
    };
    for (String[] row : table) {
      assertTrue(text.contains(row[0]), row[0] + " is in\n" + text);
      String edited = text.replace(row[0], row[1]);
      CertificateException refused =
          assertThrows(
              CertificateException.class,
              () -> Certificate.read("test", edited).check(policy, program),
              edited);
      assertTrue(String.valueOf(refused.getMessage()).contains(row[2]), refused.getMessage());
    }
    Policy other = policy("arch x86_64\ndefault errno(EPERM)\nsys_write: fd:64 <= 3\n");
    CertificateException refused =
        assertThrows(
            CertificateException.class, () -> Certificate.read("test", text).check(other, program));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("it is about another policy"));
    refused = assertThrows(CertificateException.class, () -> Certificate.of(other, program));
    assertTrue(String.valueOf(refused.getMessage()).contains("where the policy says 0x7fff0000"));
  }
}
