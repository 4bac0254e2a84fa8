package dev.winnow.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that decides no event, which is hardly what its author meant.
 *
 * @param section the section that it is in
 * @param rule the rule
 * @param shadowed whether rules before it decide all that it would; otherwise its expression never
 *     holds
 */
public record IdleRule(Section section, Rule rule, boolean shadowed) {
  /** Nodes that are spent on what is only worth a note. */
  private static final int NODES = Diagram.DEFAULT_NODE_LIMIT / 4;

  /**
   * The idle rules of a policy, in order. {@code 0}, which says "never" on purpose, is not among
   * them. Exact; costs some milliseconds for hundreds of rules.
   *
   * @throws DiagramLimitException if there are too many rules, or too entangled ones, to decide
   *     that in a second or two
   */
  public static List<IdleRule> of(Policy policy) throws DiagramLimitException {
    List<IdleRule> idle = new ArrayList<>();
    Diagram diagram = new Diagram(NODES);
    for (Section section : policy.sections()) {
      Map<Integer, Integer> decidedOf = new HashMap<>();
      for (Rule rule : section.rules()) {
        int decided = decidedOf.getOrDefault(rule.number(), Diagram.FALSE);
        int condition = PolicyDiagram.condition(diagram, section.arch(), rule.condition());
        int left = diagram.ite(decided, Diagram.FALSE, condition);
        // "sys_x: 0" alone means never; behind another rule it takes nothing away.
        boolean never = rule.condition().equals(Expr.FALSE);
        if (left == Diagram.FALSE && (!never || decided != Diagram.FALSE)) {
          idle.add(new IdleRule(section, rule, never || condition != Diagram.FALSE));
        }
        decidedOf.put(rule.number(), diagram.or(decided, condition));
      }
    }
    return idle;
  }

  /** What to tell the author, on one line. */
  public String text() {
    return Policies.print(section, rule)
        + (shadowed
            ? " decides nothing: the rules before it decide every event that it would"
            : " decides nothing: its expression never holds");
  }
}
