package dev.winnow.policy;

import dev.winnow.traces.SyscallTable;

/** Writes policies in their canonical form. */
final class PolicyPrinter {
  /** Where comments start, if the line leaves room for two spaces before it. */
  private static final int COMMENT_COLUMN = 30;

  private final StringBuilder out = new StringBuilder("# winnow policy 1\n");

  private PolicyPrinter() {}

  static String print(Policy policy) {
    PolicyPrinter printer = new PolicyPrinter();
    policy.remarks().forEach(remark -> printer.out.append("# ").append(remark).append('\n'));
    for (int i = 0; i < policy.sections().size(); i++) {
      if (i > 0) {
        printer.out.append('\n');
      }
      printer.section(policy.sections().get(i));
    }
    return printer.out.toString();
  }

  private void section(Section section) {
    line("arch " + section.arch().label(), "");
    line("default " + ActionParser.print(section.defaultAction()), "");
    if (!section.unknown().equals(section.defaultAction())) {
      line("unknown " + ActionParser.print(section.unknown()), "");
    }
    if (!section.foreign().equals(Action.KILL_PROCESS)) {
      line("foreign " + ActionParser.print(section.foreign()), "");
    }
    if (section.onNextSyscall()) {
      line("on_next_syscall: 1", "");
    }
    for (Rule rule : section.rules()) {
      line(rule(section, rule), rule.comment());
    }
  }

  /** A rule as the language writes it, without its comment. */
  static String rule(Section section, Rule rule) {
    var syscall = SyscallTable.of(section.arch()).byNumber(rule.number());
    String text =
        Names.syscall(section.arch(), rule.number())
            + ": "
            + new ExprPrinter(section.arch(), syscall).print(rule.condition());
    return rule.action().equals(Action.ALLOW)
        ? text
        : text + " -> " + ActionParser.print(rule.action());
  }

  private void line(String text, String comment) {
    out.append(text);
    if (!comment.isEmpty()) {
      out.append(" ".repeat(Math.max(2, COMMENT_COLUMN - text.length())));
      out.append("# ").append(comment);
    }
    out.append('\n');
  }
}
