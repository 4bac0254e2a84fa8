package dev.winnow.reports;

import dev.winnow.traces.Evidence;

/** Reports speak of a program as a whole: one filter applies to all of its roles. */
final class Roles {
  private Roles() {}

  /** The evidence with its roles taken together; itself if that was done before, as it costs. */
  static Evidence together(Evidence evidence) {
    boolean done = evidence.syscalls().keySet().stream().allMatch(key -> key.role().isEmpty());
    return done ? evidence : evidence.withoutRoles();
  }
}
