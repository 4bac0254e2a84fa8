package dev.winnow.policy;

import java.util.List;

/** What a policy does with other architectures, which its sections must agree on. */
final class ForeignActions {
  private final Problems problems;

  ForeignActions(Problems problems) {
    this.problems = problems;
  }

  /**
   * The action: what the sections write, or kill_process if none does. A section without the line
   * agrees with any other.
   */
  Action agreed(List<SectionDraft> drafts) {
    SectionDraft.Written first = null;
    for (SectionDraft draft : drafts) {
      SectionDraft.Written written = draft.foreign();
      if (first == null) {
        first = written;
      } else if (written != null && !written.action().equals(first.action())) {
        problems.add(
            written.line(),
            written.token().start(),
            written.token().end(),
            "foreign is %s at line %d".formatted(ActionParser.print(first.action()), first.line()),
            "a foreign event belongs to no section: write the same action in all of them");
      }
    }
    return first == null ? Action.KILL_PROCESS : first.action();
  }
}
