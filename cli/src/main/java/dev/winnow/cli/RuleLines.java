package dev.winnow.cli;

import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import java.util.List;

/** A rule as the policy language writes it. */
final class RuleLines {
  private RuleLines() {}

  static String of(Arch arch, Rule rule) {
    Action any = Action.KILL_PROCESS;
    Policy alone = new Policy(List.of(new Section(arch, any, any, any, false, List.of(rule))));
    String text = Policies.print(alone).strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
