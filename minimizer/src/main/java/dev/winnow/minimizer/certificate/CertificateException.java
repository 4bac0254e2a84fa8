package dev.winnow.minimizer.certificate;

/** A certificate that cannot be made, or does not show what it should; the message says where. */
public final class CertificateException extends Exception {
  private static final long serialVersionUID = 1L;

  CertificateException(String message) {
    super(message);
  }
}
