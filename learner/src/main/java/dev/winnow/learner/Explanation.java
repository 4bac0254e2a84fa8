package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Why one syscall got the rule that it has: what was seen in how many runs, the constraints that
 * could be put on it, what they risk and remove, and what decided.
 *
 * @param arch the architecture
 * @param syscall the syscall's name
 * @param runs N, as statistics count them
 * @param using those with the syscall
 * @param share of all events, 0 to 1
 * @param price what leaving the kernel's bitmap costs, in weighted bits
 * @param values a line per argument
 * @param candidates every constraint that would remove something, from tight to loose
 * @param chosen those in the policy
 * @param reason what decided
 * @param rule the rule learned from what was seen
 */
public record Explanation(
    Arch arch,
    String syscall,
    int runs,
    int using,
    double share,
    double price,
    List<String> values,
    List<Candidate> candidates,
    List<Candidate> chosen,
    String reason,
    String rule) {
  private static final int SHOWN = 8;

  public Explanation {
    values = List.copyOf(values);
    candidates = List.copyOf(candidates);
    chosen = List.copyOf(chosen);
  }

  /** One explanation per architecture and syscall that was seen and whose name is wanted. */
  static List<Explanation> of(Evidence whole, Choice choice, Predicate<String> wanted) {
    Units units = Units.of(whole);
    Template template =
        switch (choice) {
          case Template fixed -> fixed;
          case RiskBudget budget -> Selection.of(whole, units, budget).template();
        };
    List<Explanation> all = new ArrayList<>();
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : whole.syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      if (syscall != null && wanted.test(syscall.name())) {
        all.add(of(whole, units, choice, template, syscall, entry.getValue()));
      }
    }
    return all;
  }

  private static Explanation of(
      Evidence whole,
      Units units,
      Choice choice,
      Template template,
      Syscall syscall,
      SyscallEvidence evidence) {
    Candidates candidates = new Candidates(syscall, evidence, units);
    List<Candidate> all = new ArrayList<>();
    candidates.apart().forEach(all::addAll);
    all.addAll(candidates.splits());
    List<String> values = new ArrayList<>();
    List<Candidate> chosen = new ArrayList<>();
    int split = template.split(syscall);
    for (int i = 0; i < Math.min(syscall.arity(), evidence.arguments().size()); i++) {
      values.add(values(syscall, i, evidence.arguments().get(i)));
      Level level = template.level(syscall, i);
      if (level != Level.FREE && split < 0) {
        Candidate candidate = candidates.candidate(i, level);
        if (candidate.gain() > 0) {
          chosen.add(candidate);
        }
      }
    }
    if (split >= 0) {
      ArgumentName by = ArgumentName.of(syscall, split);
      all.stream().filter(c -> c.split() && c.name().equals(by)).forEach(chosen::add);
    }
    double share = Selection.share(evidence, whole);
    Expr condition = SyscallConstraint.of(syscall, evidence, template).condition();
    return new Explanation(
        syscall.arch(),
        syscall.name(),
        units.size(),
        units.count(evidence.seen().runs()),
        share,
        Selection.FILTER_NANOS * share,
        values,
        all,
        chosen,
        reason(choice, chosen, all),
        Policies.print(syscall.arch(), syscall.number(), condition));
  }

  private static String reason(Choice choice, List<Candidate> chosen, List<Candidate> all) {
    return switch (choice) {
      case Template fixed ->
          "the template "
              + fixed.name()
              + " fixes the level of every argument, whatever the risk; --risk would weigh these";
      case RiskBudget budget -> {
        String rest =
            "of all choices with a predicted risk up to "
                + percent(budget.alpha())
                + " the one with the most gain, net of prices, has ";
        if (all.isEmpty()) {
          yield "no constraint would remove anything";
        }
        yield rest
            + (chosen.isEmpty()
                ? "none of these: they remove less than they cost, or risk what removes more"
                    + " elsewhere"
                : "the marked ones: a tighter one would take risk that removes more elsewhere, a"
                    + " looser one removes less");
      }
    };
  }

  private static String values(Syscall syscall, int index, ArgumentEvidence seen) {
    Argument argument = syscall.arguments().get(index);
    StringBuilder text = new StringBuilder(argument.name()).append(" (");
    text.append(TemplateParser.label(argument.kind())).append("): ");
    if (argument.kind() == Kind.POINTER) {
      return text.append("never constrained").toString();
    }
    List<String> parts = new ArrayList<>();
    for (Map.Entry<Long, Feature> entry : seen.values().exact().entrySet()) {
      if (parts.size() < SHOWN) {
        Expr is = new Expr.Compare(Term.of(index, argument.width()), Expr.Op.EQ, entry.getKey());
        String printed = Policies.print(syscall.arch(), syscall.number(), is);
        int runs = entry.getValue().runs().size();
        parts.add(
            printed.substring(printed.indexOf("==") + 2).strip()
                + (runs == 1 ? " in 1 run" : " in " + runs + " runs"));
      }
    }
    int more = seen.values().exact().size() - parts.size();
    if (more > 0) {
      parts.add(more + " more");
    }
    if (seen.values().over()) {
      parts.add("more than " + seen.values().cap() + " values");
    }
    if (!seen.hidden().runs().isEmpty()) {
      parts.add("not shown in " + seen.hidden().runs().size() + " runs");
    }
    if (!seen.undecoded().isEmpty()) {
      parts.add("not decoded: " + seen.undecoded().firstKey());
    }
    text.append(parts.isEmpty() ? "never read" : String.join(", ", parts));
    for (Alike.Row row : Alike.ROWS) {
      if (row.concerns(syscall, index)) {
        text.append("; alike (").append(row.how().label()).append("): ").append(row.reason());
      }
    }
    return text.toString();
  }

  private static String percent(double probability) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * probability);
  }

  /** The explanation for a terminal, with a final newline. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "sys_%s (%s): in %d of %d runs, %s of events",
            syscall,
            arch.label(),
            using,
            runs,
            percent(share)));
    values.forEach(value -> lines.add("  " + value));
    lines.add("  level       denies     of      risk      gain  constraint");
    candidates.forEach(candidate -> lines.add(line(candidate)));
    lines.add(
        String.format(
            Locale.ROOT,
            "  any constraint costs %.1f: %.0f ns for each of its calls, which leave the kernel's"
                + " bitmap",
            price,
            Selection.FILTER_NANOS));
    lines.add("why: " + reason);
    lines.add("rule: " + rule);
    return String.join("\n", lines) + "\n";
  }

  private String line(Candidate candidate) {
    return String.format(
        Locale.ROOT,
        "%s %-9s %8d %6d %9s %9.1f  %s",
        chosen.contains(candidate) ? "*" : " ",
        candidate.split() ? "split" : candidate.level().label(),
        candidate.novel(),
        candidate.using(),
        percent(candidate.risk()),
        candidate.gain(),
        candidate.split()
            ? candidate.name().argument() + ": " + candidate.text()
            : candidate.text());
  }
}
