package dev.winnow.policy.oci;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy as an OCI profile, and exactly what the profile does not say.
 *
 * <p>The difference is no list of known weaknesses: it is that between the policy and {@link
 * OciMeaning} of the profile, over every architecture, number and argument. It is empty if and only
 * if both are the same function. What to expect in it:
 *
 * <ul>
 *   <li>wider or narrower, which a caller should refuse: sections that treat one name differently;
 *       rules for numbers without a name; an i386 section without an x86_64 one (runtimes filter
 *       the machine's own architecture by the same rules); {@code unknown} or {@code foreign}
 *       permitting where OCI denies, or the other way round; {@code on_next_syscall: 1} without
 *       execve, which the runtime makes under the filter and which is therefore allowed here.
 *   <li>only another way of denying, which costs no safety: {@code foreign} is kill_thread, and
 *       {@code unknown} is the default action, for crun; runc answers ENOSYS by itself.
 * </ul>
 *
 * <p>Nothing is added for the runtime itself. Between installing the filter and execve crun calls
 * nothing that a policy would have to permit; runc opens a fifo for writing (openat with
 * O_WRONLY|O_CLOEXEC), and its Go runtime may call futex, epoll_ctl, epoll_pwait, fstatfs, getpid,
 * nanosleep, tgkill, rt_sigreturn and sched_yield. A name that a runtime's libseccomp does not know
 * is ignored there: its calls get the default.
 *
 * @param profile the profile
 * @param difference from the policy (old) to the profile (new)
 * @param notes what else its user should know, in sentences
 */
public record PolicyToOci(OciSeccomp profile, PolicyDiff difference, List<String> notes) {
  /**
   * Instructions that libseccomp may make of a profile, by {@link #cost}: the kernel takes 4096
   * (BPF_MAXINSNS). Too high: profiles that no runtime can load. Too low: some that one could are
   * refused here.
   */
  private static final int MOST_INSTRUCTIONS = 4096;

  /** libseccomp loads, masks and compares each half of an argument. */
  private static final int PER_TEST = 6;

  public PolicyToOci {
    notes = List.copyOf(notes);
  }

  /**
   * Converts a policy. Equal policies give equal profiles.
   *
   * @throws OciException if no profile can be written, whatever is accepted
   * @throws DiagramLimitException if the policy is too entangled to be decided
   */
  public static PolicyToOci of(Policy policy) throws OciException, DiagramLimitException {
    Verdicts verdicts = Verdicts.of(policy);
    Section main = policy.section(Arch.X86_64);
    Action byDefault = (main == null ? policy.sections().getFirst() : main).defaultAction();
    if (byDefault.kind() == Action.Kind.USER_NOTIF) {
      throw new OciException(
          "runtimes refuse user_notif as the default action; name the syscalls that need it");
    }
    List<Arch> architectures =
        policy.sections().stream().map(Section::arch).sorted().distinct().toList();
    OciSeccomp profile =
        new OciSeccomp(byDefault, architectures, rules(verdicts, byDefault, architectures.size()));
    Policy meaning = OciMeaning.of(profile);
    PolicyDiff difference = PolicyDiff.between(policy, meaning);
    requireConsistent(policy, meaning, difference);
    return new PolicyToOci(profile, difference, notes(policy, verdicts, profile));
  }

  /** At most so many instructions does libseccomp make of a rule for one name and architecture. */
  private static int cost(int tests) {
    return tests == 0 ? 1 : 2 + PER_TEST * tests;
  }

  private static List<OciRule> rules(Verdicts verdicts, Action byDefault, int architectures)
      throws OciException {
    Map<Integer, List<String>> names = new LinkedHashMap<>();
    verdicts
        .byName()
        .forEach(
            (name, verdict) -> names.computeIfAbsent(verdict, v -> new ArrayList<>()).add(name));
    List<OciRule> rules = new ArrayList<>();
    long instructions = 0;
    for (Map.Entry<Integer, List<String>> group : names.entrySet()) {
      int copies = group.getValue().size() * architectures;
      List<Paths.Path> paths =
          Paths.of(
              verdicts.diagram(),
              group.getKey(),
              byDefault.returnValue(),
              MOST_INSTRUCTIONS / copies);
      for (Paths.Path path : paths) {
        instructions += (long) cost(path.tests().size()) * copies;
      }
      if (instructions > MOST_INSTRUCTIONS) {
        throw new OciException(
            "%s would take libseccomp's program beyond the kernel's %,d instructions. Widen its condition, for instance from values to ranges or masks"
                .formatted(String.join(", ", group.getValue()), MOST_INSTRUCTIONS));
      }
      for (Paths.Path path : paths) {
        rules.add(new OciRule(group.getValue(), path.action(), path.tests()));
      }
    }
    // Rules without tests first: that is what people look for.
    rules.sort(Comparator.comparing(rule -> !rule.tests().isEmpty()));
    return rules;
  }

  /** The changes are found syscall by syscall: both sides must agree that there are none. */
  private static void requireConsistent(Policy policy, Policy meaning, PolicyDiff difference)
      throws DiagramLimitException {
    Diagram diagram = new Diagram();
    boolean same = PolicyDiagram.of(diagram, policy) == PolicyDiagram.of(diagram, meaning);
    if (same != difference.changes().isEmpty()) {
      throw new IllegalStateException("the difference does not say what the diagrams say");
    }
  }

  private static List<String> notes(Policy policy, Verdicts verdicts, OciSeccomp profile)
      throws DiagramLimitException {
    List<String> notes = new ArrayList<>();
    if (!verdicts.permitsExec()) {
      notes.add("execve is not permitted, and a runtime starts the program by it under the filter");
    }
    if (profile.rules().stream().anyMatch(r -> r.action().kind() == Action.Kind.USER_NOTIF)) {
      notes.add("user_notif needs a listenerPath in the profile; without, those calls fail");
    }
    if (policy.sections().size() > 1) {
      notes.add("a profile has one set of rules for all architectures");
    }
    for (Section section : policy.sections()) {
      if (section.onNextSyscall()) {
        notes.add(
            "on_next_syscall has no counterpart: execve of " + section.arch() + " is allowed");
      }
    }
    return notes;
  }

  /** Whether the profile means exactly the policy. */
  public boolean exact() {
    return difference.changes().isEmpty();
  }

  /**
   * Whether the profile may stand for the policy: it never may where it denies what the policy
   * permits.
   *
   * @param allowWider whether it may permit what the policy does not
   */
  public boolean isAcceptable(boolean allowWider) {
    return !difference.allowsLess() && (allowWider || !difference.allowsMore());
  }

  /** Whether the profile permits what the policy does not, or denies what it permits. */
  public boolean permitsOtherwise() {
    return difference.allowsMore() || difference.allowsLess();
  }
}
