package dev.winnow.traces;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was seen of one syscall in one role.
 *
 * @param seen the syscall itself
 * @param launcher where it was the first execve of a recording, made by the launcher
 * @param unreturned where a call did not return: the process died in it, or the trace ended
 * @param failed where it returned an error
 * @param refused where that was ENOSYS: no such call, says the kernel, or a filter in its name
 * @param arguments one per argument of the syscall
 * @param tuples combinations of arguments
 */
public record SyscallEvidence(
    Feature seen,
    Feature launcher,
    Feature unreturned,
    Feature failed,
    Feature refused,
    List<ArgumentEvidence> arguments,
    Tuples tuples) {
  public SyscallEvidence {
    arguments = List.copyOf(arguments);
    for (Tuples.Tuple tuple : tuples.seen().keySet()) {
      if (tuple.values().size() != arguments.size()) {
        throw new IllegalArgumentException(
            "a combination of %d of %d arguments"
                .formatted(tuple.values().size(), arguments.size()));
      }
    }
    if (arguments.size() > SyscallEvent.ARGUMENTS) {
      throw new IllegalArgumentException(arguments.size() + " arguments");
    }
  }

  /** Whether every call returned ENOSYS; false if there are too many runs to tell. */
  public boolean neverKnown() {
    return !refused.runs().isEmpty() && !seen.runs().over() && refused.runs().equals(seen.runs());
  }

  /** The same without what only counts can tell: whether every call was refused. */
  SyscallEvidence withoutCounts() {
    return new SyscallEvidence(seen, launcher, unreturned, failed, Feature.NONE, arguments, tuples);
  }

  SyscallEvidence join(SyscallEvidence other, Join join) {
    List<ArgumentEvidence> joined = new ArrayList<>();
    for (int i = 0; i < Math.max(arguments.size(), other.arguments.size()); i++) {
      if (i >= arguments.size()) {
        joined.add(other.arguments.get(i).join(notRecorded(other.arguments.get(i)), join));
      } else if (i >= other.arguments.size()) {
        joined.add(arguments.get(i).join(other.notRecorded(arguments.get(i)), join));
      } else {
        joined.add(arguments.get(i).join(other.arguments.get(i), join));
      }
    }
    return new SyscallEvidence(
        seen.join(other.seen, join),
        launcher.join(other.launcher, join),
        unreturned.join(other.unreturned, join),
        failed.join(other.failed, join),
        refused.join(other.refused, join),
        joined,
        tuples.join(other.tuples, join));
  }

  /** An argument that a version with an older table did not know: it was there and not recorded. */
  private ArgumentEvidence notRecorded(ArgumentEvidence known) {
    Values none = Values.none(known.values().width(), known.values().cap());
    return new ArgumentEvidence(none, seen, Collections.emptySortedMap());
  }
}
