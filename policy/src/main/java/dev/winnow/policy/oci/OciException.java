package dev.winnow.policy.oci;

/** A policy that no OCI profile comes close to; the message says why and what to do. */
public final class OciException extends Exception {
  private static final long serialVersionUID = 1L;

  OciException(String message) {
    super(message);
  }
}
