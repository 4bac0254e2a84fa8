package dev.winnow.policy;

import java.io.Serial;
import java.util.List;

/** A text is not a policy. The message shows every fault with its line and a caret. */
public final class PolicySyntaxException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<PolicyError> errors;

  PolicySyntaxException(List<PolicyError> errors, String rendered) {
    super(rendered);
    this.errors = List.copyOf(errors);
  }

  /** The faults in the order of the file, at least one. */
  public List<PolicyError> errors() {
    return errors;
  }
}
