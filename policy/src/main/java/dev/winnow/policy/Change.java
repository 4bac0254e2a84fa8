package dev.winnow.policy;

import dev.winnow.traces.Arch;
import org.jspecify.annotations.Nullable;

/**
 * How two policies differ on one syscall, on the unknown numbers of an architecture, or on foreign
 * architectures. At least one sample is there.
 *
 * @param scope what the change is about
 * @param arch the architecture; null for {@link Scope#FOREIGN}
 * @param number the syscall; the sample's number for the other scopes
 * @param wider an event that only the new policy permits, or null
 * @param narrower an event that only the old policy permits, or null
 * @param changed an event that both permit or both deny, but not by the same action, or null
 */
public record Change(
    Scope scope,
    @Nullable Arch arch,
    int number,
    @Nullable Sample wider,
    @Nullable Sample narrower,
    @Nullable Sample changed) {
  public Change {
    if (wider == null && narrower == null && changed == null) {
      throw new IllegalArgumentException("a change needs a sample");
    }
  }

  /** What a change is about. */
  public enum Scope {
    SYSCALL,
    UNKNOWN,
    FOREIGN
  }

  /** How the new policy relates to the old one. */
  public enum Relation {
    SAME,
    WIDER,
    NARROWER,
    /** Wider for some events and narrower for others. */
    BOTH,
    /** Permits the same, but denies, or logs, in another way. */
    CHANGED
  }

  /**
   * An event on which the policies differ.
   *
   * @param event the event
   * @param before the old policy's action
   * @param after the new policy's action
   * @param text the event as people write it: {@code openat(*, *, flags=O_RDWR, *)}, with {@code *}
   *     for what neither policy looks at
   */
  public record Sample(SeccompData event, Action before, Action after, String text) {}

  public Relation relation() {
    if (wider != null) {
      return narrower != null ? Relation.BOTH : Relation.WIDER;
    }
    return narrower != null ? Relation.NARROWER : Relation.CHANGED;
  }

  /** What the change is about, such as {@code sys_openat} or {@code unknown numbers}. */
  public String label() {
    if (arch == null) {
      return "other architectures";
    }
    return scope == Scope.UNKNOWN ? "numbers above the table's" : Names.syscall(arch, number);
  }
}
