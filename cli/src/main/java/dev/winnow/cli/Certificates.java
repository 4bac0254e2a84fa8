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

  /** A certificate and the text in which it was read and found to hold. */
  record Certified(Certificate certificate, String text) {}

  /** The certificate of a program, to be written to a file. */
  static Certified of(Path file, Policy policy, Program program) {
    try {
      String text = Certificate.of(policy, program).text();
      Certificate certificate = Certificate.read(Terminal.name(file), text);
      certificate.check(policy, program);
      return new Certified(certificate, text);
    } catch (CertificateException e) {
      throw CommandFailure.finding("not certified: " + e.getMessage(), e);
    }
  }
}
