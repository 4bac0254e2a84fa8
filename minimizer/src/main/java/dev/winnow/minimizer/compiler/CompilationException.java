package dev.winnow.minimizer.compiler;

import java.io.Serial;

/** A policy has no program that is small enough and proved; the message says why and what to do. */
public final class CompilationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean unproved;

  CompilationException(String message) {
    this(message, false);
  }

  CompilationException(String message, boolean unproved) {
    super(message);
    this.unproved = unproved;
  }

  CompilationException(String message, Exception cause) {
    super(message, cause);
    unproved = false;
  }

  /** Whether there was a program of which it could not be decided that it is the policy. */
  public boolean unproved() {
    return unproved;
  }
}
