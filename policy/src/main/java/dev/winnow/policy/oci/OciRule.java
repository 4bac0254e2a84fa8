package dev.winnow.policy.oci;

import dev.winnow.policy.Action;
import java.util.List;

/**
 * An entry of {@code syscalls}.
 *
 * @param names the syscalls it is about; a runtime ignores names that its libseccomp does not know
 * @param action what is done
 * @param tests all must hold; none for any arguments. Several tests of one argument are
 *     alternatives instead (runc and crun make a rule of each, a compatibility that {@link
 *     PolicyToOci} avoids)
 */
public record OciRule(List<String> names, Action action, List<OciTest> tests) {
  public OciRule {
    names = List.copyOf(names);
    tests = List.copyOf(tests);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a rule needs a name");
    }
  }
}
