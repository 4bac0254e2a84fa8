package dev.winnow.learner;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The template that removes the most within a budget of risk.
 *
 * @param template the levels of single arguments; all others are free
 * @param predicted 1 - prod(1 - risk) over the constraints that were chosen
 * @param chosen these constraints
 */
public record Selection(Template template, double predicted, List<Candidate> chosen) {
  /**
   * What a syscall that leaves the kernel's bitmap costs on each call: the filter runs, about 17 ns
   * on the machines measured. One weighted bit is taken to be worth one nanosecond of a mean event,
   * so a syscall with half of the events must remove 8.5 weighted bits to be worth it.
   */
  static final double FILTER_NANOS = 17;

  public Selection {
    chosen = List.copyOf(chosen);
  }

  /**
   * Chooses for evidence without roles; O(arguments × levels × {@value Knapsack#STEPS}).
   *
   * @param units what counts as a run
   */
  static Selection of(Evidence evidence, Units units, RiskBudget budget) {
    List<List<List<List<Candidate>>>> alternatives = new ArrayList<>();
    List<Knapsack.Group> groups = new ArrayList<>();
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : evidence.syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      if (syscall == null) {
        continue;
      }
      Candidates of = new Candidates(syscall, entry.getValue(), units);
      List<List<Candidate>> apart = of.apart();
      List<List<List<Candidate>>> ways = new ArrayList<>(List.of(apart));
      for (Candidate split : of.splits()) {
        ways.add(withSplit(syscall, apart, split));
      }
      alternatives.add(ways);
      groups.add(group(ways, FILTER_NANOS * share(entry.getValue(), evidence)));
    }
    List<Candidate> chosen = new ArrayList<>();
    double limit = -Math.log1p(-budget.alpha());
    List<Knapsack.Taken> taken = Knapsack.solve(groups, limit);
    for (int i = 0; i < taken.size(); i++) {
      Knapsack.Taken of = taken.get(i);
      for (int item = 0; item < of.options().size(); item++) {
        if (of.options().get(item) >= 0) {
          chosen.add(
              alternatives.get(i).get(of.alternative()).get(item).get(of.options().get(item)));
        }
      }
    }
    double safe = 1;
    for (Candidate candidate : chosen) {
      safe *= 1 - candidate.risk();
    }
    return new Selection(template(budget, chosen), 1 - safe, chosen);
  }

  /** The split, and of the other arguments those that are not in it. */
  private static List<List<Candidate>> withSplit(
      Syscall syscall, List<List<Candidate>> apart, Candidate split) {
    List<List<Candidate>> items = new ArrayList<>(List.of(List.of(split)));
    for (int i = 0; i < apart.size(); i++) {
      if (!Tuples.keeps(syscall, i)) {
        items.add(apart.get(i));
      }
    }
    return items;
  }

  private static Knapsack.Group group(List<List<List<Candidate>>> ways, double price) {
    List<Knapsack.Alternative> alternatives = new ArrayList<>();
    for (List<List<Candidate>> way : ways) {
      List<List<Knapsack.Option>> items = new ArrayList<>();
      for (List<Candidate> item : way) {
        items.add(item.stream().map(c -> new Knapsack.Option(c.gain(), c.cost())).toList());
      }
      alternatives.add(new Knapsack.Alternative(items));
    }
    return new Knapsack.Group(price, alternatives);
  }

  static double share(SyscallEvidence syscall, Evidence evidence) {
    return evidence.events() == 0
        ? 0
        : Math.min(1, (double) syscall.seen().runs().events() / evidence.events());
  }

  private static Template template(RiskBudget budget, List<Candidate> chosen) {
    TreeMap<ArgumentName, Level> levels = new TreeMap<>();
    TreeSet<ArgumentName> splits = new TreeSet<>();
    for (Candidate candidate : chosen) {
      if (candidate.split()) {
        splits.add(candidate.name());
        addBranches(candidate.name(), levels);
      } else {
        levels.put(candidate.name(), candidate.level());
      }
    }
    return new Template("risk " + budget.alpha(), Map.of(), levels, splits);
  }

  private static void addBranches(ArgumentName split, TreeMap<ArgumentName, Level> levels) {
    var arch = dev.winnow.traces.Arch.ofLabel(split.arch());
    Syscall syscall = arch == null ? null : SyscallTable.of(arch).byName(split.syscall());
    for (int i = 0; syscall != null && i < syscall.arity(); i++) {
      Kind kind = syscall.arguments().get(i).kind();
      if (Tuples.keeps(syscall, i) && Candidates.within(kind) != Level.FREE) {
        levels.put(ArgumentName.of(syscall, i), Candidates.within(kind));
      }
    }
  }
}
