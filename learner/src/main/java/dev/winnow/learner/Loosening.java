package dev.winnow.learner;

import dev.winnow.policy.Change;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * An update of a policy that takes nothing away: what the old one permits stays permitted. More
 * evidence may turn a free argument into a constrained one when the template is chosen on it; a
 * program in production must not meet that unasked.
 *
 * @param policy the new policy, and what was kept of the old one
 * @param kept the syscalls of which something was kept, such as {@code sys_ioctl}
 */
public record Loosening(Policy policy, List<String> kept) {
  private static final String COMMENT = "kept: an update only loosens, --relearn tightens";

  public Loosening {
    kept = List.copyOf(kept);
  }

  /**
   * The learned policy with the rules of the old one where that permits more.
   *
   * @throws IllegalArgumentException if the old policy permits by default, so that it has no rules
   *     to keep
   * @throws DiagramLimitException if the policies are too entangled to be compared
   */
  public static Loosening of(Policy old, Policy learned) throws DiagramLimitException {
    for (Section section : old.sections()) {
      if (section.defaultAction().permits() || section.unknown().permits()) {
        throw new IllegalArgumentException("the policy there permits by default");
      }
    }
    List<Section> sections = new ArrayList<>();
    TreeSet<String> kept = new TreeSet<>();
    PolicyDiff diff = PolicyDiff.between(old, learned);
    for (Section section : learned.sections()) {
      Section before = old.section(section.arch());
      sections.add(before == null ? section : joined(before, section, diff, kept));
    }
    for (Section before : old.sections()) {
      if (learned.section(before.arch()) == null) {
        kept.add("arch " + before.arch().label());
        sections.add(
            new Section(
                before.arch(),
                before.defaultAction(),
                before.unknown(),
                learned.foreign(),
                before.onNextSyscall(),
                before.rules()));
      }
    }
    sections.sort(Comparator.comparing(Section::arch));
    return new Loosening(new Policy(sections, learned.remarks()), List.copyOf(kept));
  }

  /** Whether the new policy has the rule itself. */
  private static boolean holds(Section learned, Rule rule) {
    return learned.rules().stream()
        .anyMatch(other ->
            other.number() == rule.number()
                && other.condition().equals(rule.condition())
                && other.action().equals(rule.action()));
  }

  private static Section joined(
      Section before, Section learned, PolicyDiff diff, TreeSet<String> kept) {
    TreeSet<Integer> narrower = new TreeSet<>();
    for (Change change : diff.changes()) {
      Arch arch = change.arch();
      if (change.scope() == Change.Scope.SYSCALL
          && arch == learned.arch()
          && change.narrower() != null) {
        narrower.add(change.number());
        kept.add(change.label());
      }
    }
    List<Rule> rules = new ArrayList<>();
    for (int number : narrower) {
      for (Rule rule : before.rules()) {
        if (rule.number() == number && !holds(learned, rule)) {
          // Its denying rules come first as well: what stood behind them was never permitted.
          rules.add(new Rule(number, rule.condition(), rule.action(), COMMENT));
        }
      }
    }
    for (Rule rule : learned.rules()) {
      boolean settled =
          rules.stream()
              .anyMatch(
                  other -> other.number() == rule.number() && other.condition().equals(Expr.TRUE));
      if (!settled) {
        rules.add(rule);
      }
    }
    rules.sort(Comparator.comparing(Rule::number, Integer::compareUnsigned));
    return new Section(
        learned.arch(),
        learned.defaultAction(),
        learned.unknown(),
        learned.foreign(),
        learned.onNextSyscall(),
        rules);
  }
}
