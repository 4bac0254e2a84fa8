package dev.winnow.cli;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.certificate.Certificate;
import dev.winnow.minimizer.certificate.CertificateException;
import dev.winnow.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads and writes certificates. */
final class Certificates {
  private Certificates() {}

  static Certificate read(Path file) {
    String text = new String(Inputs.bytes(file), StandardCharsets.UTF_8);
    try {
      return Certificate.read(Terminal.name(file), text);
    } catch (CertificateException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes the certificate of a program, having checked what it wrote. */
  static Certificate write(Path file, Policy policy, Program program) {
    Certificate certificate;
    String text;
    try {
      text = Certificate.of(policy, program).text();
      certificate = Certificate.read(Terminal.name(file), text);
      certificate.check(policy, program);
    } catch (CertificateException e) {
      throw new CommandFailure("not certified: " + e.getMessage(), e);
    }
    Results.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    return certificate;
  }
}
