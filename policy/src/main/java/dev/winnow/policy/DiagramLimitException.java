package dev.winnow.policy;

import java.io.Serial;

/** A diagram would need more nodes than its manager may hold. Nothing can be said about it. */
public final class DiagramLimitException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  DiagramLimitException(String message) {
    super(message);
  }

  DiagramLimitException(int limit) {
    this(
        ("the decision diagram needs more than %,d nodes: conditions that tie many bits of several"
                + " arguments together have no small exact form; split such a rule or drop a"
                + " condition")
            .formatted(limit));
  }
}
