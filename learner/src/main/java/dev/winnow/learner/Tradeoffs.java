package dev.winnow.learner;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What constraints on arguments remove and what they risk: the built-in templates beside the best
 * choices within budgets of risk. The syscalls themselves are the same in all.
 *
 * @param points the templates, then the budgets by risk
 */
public record Tradeoffs(List<Point> points) {
  /**
   * One way to constrain arguments.
   *
   * @param name of the template, or the budget
   * @param budget whether it was chosen within a budget
   * @param risk the predicted probability that the next run breaks a constraint
   * @param removed bits of arguments removed, weighted by what attackers could do with them, less
   *     what testing them costs
   */
  public record Point(String name, boolean budget, double risk, double removed) {}

  private static final List<Double> BUDGETS = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.4);

  public Tradeoffs {
    points = List.copyOf(points);
  }

  /** Of evidence; costs a choice of template for each of six budgets. */
  public static Tradeoffs of(Evidence evidence) {
    Evidence whole = evidence.withoutMarkers().withoutRoles();
    Units units = Units.of(whole);
    List<Point> points = new ArrayList<>();
    for (Template template : List.of(Template.NAMES, Template.DEFAULT, Template.EXACT)) {
      points.add(fixed(whole, units, template));
    }
    for (double alpha : BUDGETS) {
      Selection selection = Selection.of(whole, units, new RiskBudget(alpha));
      double removed = selection.chosen().stream().mapToDouble(Candidate::gain).sum();
      String name = String.format(Locale.ROOT, "risk %s", alpha);
      points.add(new Point(name, true, selection.predicted(), removed));
    }
    return new Tradeoffs(points);
  }

  private static Point fixed(Evidence whole, Units units, Template template) {
    double safe = 1;
    double removed = 0;
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : whole.syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      if (syscall == null) {
        continue;
      }
      Candidates candidates = new Candidates(syscall, entry.getValue(), units);
      for (int i = 0; i < Math.min(syscall.arity(), entry.getValue().arguments().size()); i++) {
        Level level = template.level(syscall, i);
        if (level != Level.FREE && entry.getValue().arguments().get(i).complete()) {
          Candidate candidate = candidates.candidate(i, level);
          safe *= 1 - candidate.risk();
          removed += Math.max(0, candidate.gain());
        }
      }
    }
    return new Point(template.name(), false, 1 - safe, removed);
  }
}
