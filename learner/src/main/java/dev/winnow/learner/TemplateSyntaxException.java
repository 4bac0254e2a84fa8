package dev.winnow.learner;

import java.io.Serial;

/** A text is not a template. The message shows every fault with its line, a caret and a remedy. */
public final class TemplateSyntaxException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  TemplateSyntaxException(String rendered) {
    super(rendered);
  }
}
