package dev.winnow.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy after a partial update, as the seccomp_filter proposal of 2011 had it: a process may
 * replace the rules of single syscalls, and only to give up rights.
 *
 * @param policy the whole policy after the update
 * @param difference from the policy before
 */
public record PolicyUpdate(Policy policy, PolicyDiff difference) {
  /**
   * Applies a patch. The rules of a syscall that it names stand where the old ones did, or at the
   * end of the section; all others stay, with their comments. An empty patch changes nothing, and
   * applying a patch twice is applying it once.
   *
   * @throws IllegalArgumentException if the patch has a part for an architecture without a section
   * @throws DiagramLimitException if it could not be decided what the update changes
   */
  public static PolicyUpdate of(Policy current, PolicyPatch patch) throws DiagramLimitException {
    Action foreign = current.foreign();
    for (PolicyPatch.Part part : patch.parts()) {
      if (current.section(part.arch()) == null) {
        throw new IllegalArgumentException("no section for " + part.arch());
      }
      foreign = part.foreign() == null ? foreign : part.foreign();
    }
    List<Section> sections = new ArrayList<>();
    for (Section section : current.sections()) {
      sections.add(updated(section, partFor(section, patch), foreign));
    }
    Policy updated = new Policy(sections, current.remarks());
    return new PolicyUpdate(updated, PolicyDiff.between(current, updated));
  }

  /** Whether the update would permit an event that was not permitted before: then it is refused. */
  public boolean widens() {
    return difference.allowsMore();
  }

  private static PolicyPatch.@Nullable Part partFor(Section section, PolicyPatch patch) {
    for (PolicyPatch.Part part : patch.parts()) {
      if (part.arch() == section.arch()) {
        return part;
      }
    }
    return null;
  }

  private static Section updated(Section section, PolicyPatch.@Nullable Part part, Action foreign) {
    if (part == null) {
      part = new PolicyPatch.Part(section.arch(), null, null, null, null, List.of());
    }
    Action byDefault = part.defaultAction();
    Action unknown = part.unknown();
    Boolean next = part.onNextSyscall();
    return new Section(
        section.arch(),
        byDefault == null ? section.defaultAction() : byDefault,
        unknown == null ? section.unknown() : unknown,
        foreign,
        next == null ? section.onNextSyscall() : next,
        rules(section.rules(), part.rules()));
  }

  private static List<Rule> rules(List<Rule> current, List<Rule> patch) {
    Map<Integer, List<Rule>> replaced = new LinkedHashMap<>();
    for (Rule rule : patch) {
      List<Rule> rules = replaced.computeIfAbsent(rule.number(), number -> new ArrayList<>());
      if (!rule.condition().equals(Expr.FALSE)) {
        rules.add(rule);
      }
    }
    List<Rule> result = new ArrayList<>();
    Set<Integer> placed = new HashSet<>();
    for (Rule rule : current) {
      List<Rule> instead = replaced.get(rule.number());
      if (instead == null) {
        result.add(rule);
      } else if (placed.add(rule.number())) {
        result.addAll(instead);
      }
    }
    replaced.forEach((number, rules) -> {
      if (placed.add(number)) {
        result.addAll(rules);
      }
    });
    return result;
  }
}
