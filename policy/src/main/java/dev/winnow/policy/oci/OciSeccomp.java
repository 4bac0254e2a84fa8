package dev.winnow.policy.oci;

import dev.winnow.policy.Action;
import dev.winnow.traces.Arch;
import java.util.List;

/**
 * A {@code linux.seccomp} object (runtime-spec, config-linux.md): one set of rules for all its
 * architectures, by name.
 *
 * @param defaultAction for what no rule decides, numbers that libseccomp knows no name for included
 * @param architectures those whose syscalls the rules are about; runtimes add the machine's own
 * @param rules their order does not matter as long as those of one syscall with different actions
 *     are disjoint, and those that {@link PolicyToOci} writes are
 */
public record OciSeccomp(Action defaultAction, List<Arch> architectures, List<OciRule> rules) {
  public OciSeccomp {
    architectures = List.copyOf(architectures);
    rules = List.copyOf(rules);
  }
}
