package dev.winnow.minimizer.certificate;

import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Why a program is its policy, in claims that are checked one by one.
 *
 * <p>A claim names an instruction that loads an argument, and says what the program returns from
 * there on. It holds if, for every value of that argument's word, the program returns what the
 * claim says or comes to a later load about which another claim says just what is left. The program
 * is the policy if the same is so from its first instruction on, with what the policy says in place
 * of a claim. Since every claim leans on claims about later instructions only, that is a proof by
 * induction from the end of the program, and nothing that made the certificate has to be trusted.
 */
public final class Certificate {
  /** Claims that one certificate may have; learned policies need some dozens. */
  private static final int MOST_CLAIMS = 100_000;

  private final String policy;
  private final String program;
  private final List<Claim> claims;

  /**
   * One claim.
   *
   * @param at the loading instruction
   * @param meaning what the program returns from there on
   * @param line where it is written, from 1; 0 if nowhere yet
   */
  record Claim(int at, Meaning meaning, int line) {}

  Certificate(String policy, String program, List<Claim> claims) {
    this.policy = policy;
    this.program = program;
    this.claims = List.copyOf(claims);
  }

  /**
   * The certificate of a program, which was checked as anybody else's would be.
   *
   * @throws IllegalArgumentException if the kernel would refuse the program
   * @throws CertificateException if the program is not the policy, or is not made of what the
   *     compiler emits: loads, AND and jumps with a constant, and returns of one; or if it is so
   *     large that checking would take more than seconds
   */
  public static Certificate of(Policy policy, Program program) throws CertificateException {
    KernelRules.require(program);
    TreeMap<Integer, Set<Meaning>> open = new TreeMap<>();
    Walk walk =
        new Walk(
            program, (at, rest) -> open.computeIfAbsent(at, a -> new LinkedHashSet<>()).add(rest));
    walk.start(PolicyMeaning.of(policy));
    List<Claim> claims = new ArrayList<>();
    while (!open.isEmpty()) {
      Map.Entry<Integer, Set<Meaning>> next = open.pollFirstEntry();
      for (Meaning meaning : next.getValue()) {
        claims.add(new Claim(next.getKey(), meaning, 0));
        walk.load(next.getKey(), meaning);
      }
      if (claims.size() > MOST_CLAIMS) {
        throw new CertificateException("more than %,d claims".formatted(MOST_CLAIMS));
      }
    }
    return new Certificate(Digest.of(policy), Digest.of(program), claims);
  }

  /**
   * Reads a certificate.
   *
   * @param source what errors call the text, such as its file name
   * @throws CertificateException if it is none, with the line
   */
  public static Certificate read(String source, String text) throws CertificateException {
    return CertificateText.read(source, text);
  }

  /**
   * Whether it shows that this program returns what this policy says, for every event. Costs the
   * claims times the ways from one load to the next: a tenth of a second for most.
   *
   * @throws IllegalArgumentException if the kernel would refuse the program
   * @throws CertificateException if it does not, with the first claim that fails
   */
  public void check(Policy about, Program compiled) throws CertificateException {
    KernelRules.require(compiled);
    require("policy", policy, Digest.of(about));
    require("program", program, Digest.of(compiled));
    Map<Integer, Set<Meaning>> claimed = new HashMap<>();
    for (Claim claim : claims) {
      claimed.computeIfAbsent(claim.at, at -> new LinkedHashSet<>()).add(claim.meaning);
    }
    Walk walk = new Walk(compiled, (at, rest) -> require(claimed, at, rest));
    walk.start(PolicyMeaning.of(about));
    for (Claim claim : claims) {
      try {
        if (claim.at >= compiled.size()) {
          throw new CertificateException("there is no instruction " + claim.at);
        }
        walk.load(claim.at, claim.meaning);
      } catch (CertificateException e) {
        throw new CertificateException("line %d: %s".formatted(claim.line, e.getMessage()));
      }
    }
  }

  private static void require(String what, String stated, String found)
      throws CertificateException {
    if (!stated.equals(found)) {
      throw new CertificateException(
          "it is about another %s: its SHA-256 is %s, and the certificate says %s"
              .formatted(what, found, stated));
    }
  }

  private static void require(Map<Integer, Set<Meaning>> claimed, int at, Meaning rest)
      throws CertificateException {
    if (!claimed.getOrDefault(at, Set.of()).contains(rest)) {
      throw new CertificateException(
          "nothing is claimed of instruction %d about what is left there: %s".formatted(at, rest));
    }
  }

  /** How many claims it has. */
  public int claims() {
    return claims.size();
  }

  /** The text that {@link #read} reads. */
  public String text() {
    return CertificateText.of(policy, program, claims);
  }
}
