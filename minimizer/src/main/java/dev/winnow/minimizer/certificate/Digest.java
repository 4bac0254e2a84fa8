package dev.winnow.minimizer.certificate;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a certificate is about, by SHA-256. */
final class Digest {
  private Digest() {}

  /** Of the policy as it is printed, without comments. */
  static String of(Policy policy) {
    List<Section> bare = policy.sections().stream().map(Digest::withoutComments).toList();
    return of(Policies.print(new Policy(bare)).getBytes(StandardCharsets.UTF_8));
  }

  static String of(Program program) {
    return of(program.write());
  }

  private static Section withoutComments(Section section) {
    return section.with(
        section.rules().stream()
            .map(rule -> new Rule(rule.number(), rule.condition(), rule.action()))
            .toList());
  }

  private static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
