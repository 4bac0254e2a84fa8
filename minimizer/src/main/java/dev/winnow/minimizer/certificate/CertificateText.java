package dev.winnow.minimizer.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of certificates: two digests, then a claim a line; {@code #} starts a comment line. */
final class CertificateText {
  private static final String FIRST = "# winnow certificate 1";

  private static final String EXPLANATION =
      """
      # What the program returns from an instruction on that loads an argument, as seccomp return values.
      # `winnow verify POLICY PROGRAM --certificate FILE` checks each line against the program.
      """;

  private static final Pattern CLAIM = Pattern.compile("at ([0-9]{1,4}): (.*)");
  private static final Pattern DIGEST = Pattern.compile("(policy|program) sha256 ([0-9a-f]{64})");

  private CertificateText() {}

  static String of(String policy, String program, List<Certificate.Claim> claims) {
    StringBuilder text = new StringBuilder(FIRST + "\n" + EXPLANATION);
    text.append("policy sha256 ").append(policy).append('\n');
    text.append("program sha256 ").append(program).append('\n');
    for (Certificate.Claim claim : claims) {
      text.append("at %d: %s%n".formatted(claim.at(), claim.meaning()));
    }
    return text.toString();
  }

  static Certificate read(String source, String text) throws CertificateException {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(FIRST)) {
      throw fault(source, 1, "not a certificate; expected \"" + FIRST + "\"");
    }
    String policy = "";
    String program = "";
    List<Certificate.Claim> claims = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher claim = CLAIM.matcher(line);
      Matcher digest = DIGEST.matcher(line);
      if (claim.matches()) {
        claims.add(claim(source, i + 1, claim));
      } else if (digest.matches()) {
        boolean ofPolicy = digest.group(1).equals("policy");
        policy = ofPolicy ? digest.group(2) : policy;
        program = ofPolicy ? program : digest.group(2);
      } else if (!line.startsWith("#")) {
        throw fault(
            source,
            i + 1,
            "expected \"at INSTRUCTION: MEANING\", or the SHA-256 of the policy or program");
      }
    }
    if (policy.isEmpty() || program.isEmpty()) {
      throw fault(source, lines.size(), "it does not say which policy and program it is about");
    }
    return new Certificate(policy, program, claims);
  }

  private static Certificate.Claim claim(String source, int line, Matcher claim)
      throws CertificateException {
    int at = Integer.parseInt(claim.group(1));
    try {
      return new Certificate.Claim(at, MeaningReader.read(claim.group(2)), line);
    } catch (CertificateException e) {
      throw fault(source, line, "the claim about instruction " + at + ", " + e.getMessage());
    }
  }

  private static CertificateException fault(String source, int line, String what) {
    return new CertificateException("%s:%d: %s".formatted(source, line, what));
  }
}
