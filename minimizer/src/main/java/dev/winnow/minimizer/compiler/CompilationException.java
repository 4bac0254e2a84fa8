package dev.winnow.minimizer.compiler;

import java.io.Serial;

/** A policy has no program that is small enough and proved; the message says why and what to do. */
public final class CompilationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  CompilationException(String message) {
    super(message);
  }

  CompilationException(String message, Exception cause) {
    super(message, cause);
  }
}
