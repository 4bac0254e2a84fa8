package dev.winnow.reports;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.List;

/** Rules, values and syscalls exactly as the policy language writes them. */
final class RuleText {
  private static final String EQUALS = " == ";

  private RuleText() {}

  /** What stands behind the colon of a rule's line, without its comment. */
  static String of(Arch arch, Rule rule) {
    Action any = Action.KILL_PROCESS;
    String line = Policies.print(new Section(arch, any, any, any, false, List.of(rule)), rule);
    return line.substring(line.indexOf(": ") + 2);
  }

  /** A value of an argument, cut to the argument's width. */
  static String value(Syscall syscall, int argument, long value) {
    int width = Math.min(syscall.arguments().get(argument).width(), syscall.arch().registerBits());
    Expr equal = new Expr.Compare(Term.of(argument, width), Expr.Op.EQ, value);
    String text = of(syscall.arch(), new Rule(syscall.number(), equal, Action.ALLOW));
    String constant = text.substring(text.indexOf(EQUALS) + EQUALS.length());
    return constant.startsWith("(") ? constant.substring(1, constant.length() - 1) : constant;
  }

  /** The name, or {@code nr(N)} for a number without one. */
  static String name(Arch arch, int number) {
    Syscall syscall = SyscallTable.of(arch).byNumber(number);
    return syscall == null ? "nr(" + Integer.toUnsignedString(number) + ")" : syscall.name();
  }
}
