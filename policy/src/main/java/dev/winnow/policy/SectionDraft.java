package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A section as far as it has been read. */
final class SectionDraft {
  private final @Nullable Arch arch;
  private final int line;
  private final Lexer.Token place;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Off> offs = new ArrayList<>();
  private final Map<String, Integer> lineOf = new HashMap<>();
  private @Nullable Action defaultAction;
  private @Nullable Action unknown;
  private @Nullable Written foreign;
  private @Nullable Boolean onNextSyscall;

  /** A rule whose condition is 0. */
  private record Off(int number, int line, Lexer.Token token) {}

  /** An action, and where it was written. */
  record Written(Action action, int line, Lexer.Token token) {}

  /**
   * @param arch null if its line was faulty
   * @param place the architecture's name, where faults of the whole section are shown
   */
  SectionDraft(@Nullable Arch arch, int line, Lexer.Token place) {
    this.arch = arch;
    this.line = line;
    this.place = place;
  }

  @Nullable Arch arch() {
    return arch;
  }

  int line() {
    return line;
  }

  @Nullable Written foreign() {
    return foreign;
  }

  void defaultAction(LineReader at, Lexer.Token token, Action action) {
    once(at, token);
    defaultAction = action;
  }

  void unknown(LineReader at, Lexer.Token token, Action action) {
    once(at, token);
    unknown = action;
  }

  void foreign(LineReader at, Lexer.Token token, Action action) {
    once(at, token);
    foreign = new Written(action, at.number(), token);
  }

  void onNextSyscall(LineReader at, Lexer.Token token, boolean value) {
    once(at, token);
    onNextSyscall = value;
  }

  void rule(LineReader at, Lexer.Token token, Rule rule) {
    rules.add(rule);
    if (rule.condition().equals(Expr.FALSE)) {
      offs.add(new Off(rule.number(), at.number(), token));
    }
  }

  private void once(LineReader at, Lexer.Token token) {
    Integer before = lineOf.putIfAbsent(at.text(token), at.number());
    if (before != null) {
      at.report(
          token,
          "a second %s line in this section; the first is line %d"
              .formatted(at.text(token), before),
          "remove one of them");
    }
  }

  /** The section; null if it is faulty, with the faults of the whole recorded. */
  @Nullable Section finish(Action foreignAction, Problems problems) {
    if (defaultAction == null && arch != null) {
      problems.add(
          line,
          place.start(),
          place.end(),
          "the section of " + arch + " has no default",
          "add a line such as \"default errno(EPERM)\"");
    }
    if (arch == null || defaultAction == null) {
      return null;
    }
    Action unlisted = unknown == null ? defaultAction : unknown;
    for (Off off : offs) {
      boolean inTable = Integer.compareUnsigned(off.number, SyscallTable.of(arch).highest()) <= 0;
      if ((inTable ? defaultAction : unlisted).permits()) {
        problems.add(
            off.line,
            off.token.start(),
            off.token.end(),
            "0 means never allowed, but what no rule decides is allowed here",
            "write \"1 -> errno(EPERM)\"");
      }
    }
    boolean next = onNextSyscall != null && onNextSyscall;
    return new Section(arch, defaultAction, unlisted, foreignAction, next, rules);
  }

  /** What was read, as a part of a patch; null if the architecture is faulty. */
  PolicyPatch.@Nullable Part finishPatch() {
    return arch == null
        ? null
        : new PolicyPatch.Part(
            arch,
            defaultAction,
            unknown,
            foreign == null ? null : foreign.action(),
            onNextSyscall,
            rules);
  }
}
