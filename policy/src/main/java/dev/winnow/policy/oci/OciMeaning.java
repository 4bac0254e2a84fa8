package dev.winnow.policy.oci;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Multiplexed;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a profile does on an x86_64 machine, as a policy: the filter that libseccomp 2.5 makes of it
 * for crun and runc. A test compares it with programs that libseccomp exported.
 *
 * <ul>
 *   <li>The machine's own architecture is always among those of the filter.
 *   <li>A rule is about its name in every architecture of the filter that has it.
 *   <li>Numbers above the table's get the default. runc puts a stub before the filter that answers
 *       them with ENOSYS, unless the default allows.
 *   <li>Other architectures, and x32 unless it is listed, get libseccomp's action for a bad
 *       architecture, kill_thread.
 *   <li>Not in the policy, which has no word for it: under the token of x86_64 the number -1, which
 *       a tracer writes to skip a call, gets the default, and if x32 is listed all negative numbers
 *       do. No kernel carries them out.
 * </ul>
 */
public final class OciMeaning {
  private final OciSeccomp profile;
  private final Diagram diagram = new Diagram();

  private OciMeaning(OciSeccomp profile) {
    this.profile = profile;
  }

  /**
   * The policy that the profile amounts to.
   *
   * @throws OciException if rules of one syscall with different actions overlap: which of them
   *     counts, or whether the runtime refuses, depends on libseccomp's version
   * @throws DiagramLimitException if that could not be decided
   */
  public static Policy of(OciSeccomp profile) throws OciException, DiagramLimitException {
    return new OciMeaning(profile).read();
  }

  private Policy read() throws OciException, DiagramLimitException {
    Set<Arch> filtered = EnumSet.of(Arch.X86_64);
    filtered.addAll(profile.architectures());
    List<Section> sections = new ArrayList<>();
    for (Arch arch : filtered) {
      sections.add(
          new Section(
              arch,
              profile.defaultAction(),
              profile.defaultAction(),
              new Action(Action.Kind.KILL_THREAD, 0),
              false,
              rules(arch)));
    }
    return new Policy(sections);
  }

  private List<Rule> rules(Arch arch) throws OciException, DiagramLimitException {
    List<Rule> rules = new ArrayList<>();
    for (OciRule rule : profile.rules()) {
      // Runtimes skip what only repeats the default.
      if (!rule.action().equals(profile.defaultAction())) {
        for (String name : rule.names()) {
          rules(arch, name, rule, rules);
        }
      }
    }
    requireDisjoint(arch, rules);
    return rules;
  }

  private static void rules(Arch arch, String name, OciRule rule, List<Rule> rules) {
    Syscall direct = SyscallTable.of(arch).byName(name);
    if (direct != null) {
      for (List<OciTest> tests : alternatives(rule.tests())) {
        rules.add(new Rule(direct.number(), condition(arch, tests), rule.action()));
      }
    }
    // libseccomp's seccomp_rule_add, which runtimes use, gives a rule about such a call to its
    // multiplexer as well. The call takes the place of the rule's test of the first argument; those
    // of others stay, although these arguments lie in memory.
    Multiplexed also = arch == Arch.I386 ? Multiplexed.of(name) : null;
    Syscall carrier = also == null ? null : SyscallTable.of(arch).byName(also.multiplexer());
    if (also != null && carrier != null) {
      OciTest call = new OciTest(0, OciTest.Op.EQ, also.call(), 0);
      for (List<OciTest> tests : alternatives(rule.tests())) {
        List<OciTest> changed = new ArrayList<>(tests);
        changed.removeIf(test -> test.index() == 0);
        changed.addFirst(call);
        rules.add(new Rule(carrier.number(), condition(arch, changed), rule.action()));
      }
    }
  }

  /** Several tests of one argument make a rule of each test; else all hold together. */
  private static List<List<OciTest>> alternatives(List<OciTest> tests) {
    boolean each = tests.stream().mapToInt(OciTest::index).distinct().count() < tests.size();
    return each ? tests.stream().map(List::of).toList() : List.of(tests);
  }

  private static Expr condition(Arch arch, List<OciTest> tests) {
    List<Expr> parts = tests.stream().map(test -> condition(arch, test)).toList();
    return switch (parts.size()) {
      case 0 -> Expr.TRUE;
      case 1 -> parts.getFirst();
      default -> new Expr.And(parts);
    };
  }

  private static Expr condition(Arch arch, OciTest test) {
    int width = arch == Arch.X32 ? 32 : arch.registerBits();
    long bits = Term.widthMask(width);
    if (test.op() == OciTest.Op.MASKED_EQ) {
      Term term = new Term(test.index(), width, test.value() & bits);
      return new Expr.Compare(term, Expr.Op.EQ, test.valueTwo() & term.mask());
    }
    return new Expr.Compare(
        Term.of(test.index(), width), Expr.Op.valueOf(test.op().name()), test.value() & bits);
  }

  private void requireDisjoint(Arch arch, List<Rule> rules)
      throws OciException, DiagramLimitException {
    Map<Integer, Map<Action, Integer>> byNumber = new HashMap<>();
    for (Rule rule : rules) {
      Map<Action, Integer> claimed =
          byNumber.computeIfAbsent(rule.number(), number -> new HashMap<>());
      int condition = PolicyDiagram.condition(diagram, arch, rule.condition());
      Action other = overlap(claimed, rule.action(), condition);
      if (other != null) {
        throw new OciException(
            "%s of %s would have overlapping rules, %s and %s; libseccomp refuses them or picks one"
                .formatted(SyscallTable.of(arch).name(rule.number()), arch, other, rule.action()));
      }
      int before = claimed.getOrDefault(rule.action(), Diagram.FALSE);
      claimed.put(rule.action(), diagram.or(before, condition));
    }
  }

  private @Nullable Action overlap(Map<Action, Integer> claimed, Action action, int condition)
      throws DiagramLimitException {
    for (Action other : new HashSet<>(claimed.keySet())) {
      if (!other.equals(action)
          && diagram.and(claimed.getOrDefault(other, Diagram.FALSE), condition) != Diagram.FALSE) {
        return other;
      }
    }
    return null;
  }
}
