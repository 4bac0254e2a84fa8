package dev.winnow.reports.risk;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Rule;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table's rows on one architecture, with numbers for names. */
final class ArchRisks {
  private static final Map<Arch, List<Way>> KNOWN = new EnumMap<>(Arch.class);

  private ArchRisks() {}

  /** One way in which a risk is open here. */
  record Way(Risk risk, List<Part> parts) {}

  /** Some of these events must be permitted. */
  record Part(List<Condition> anyOf) {}

  /** Events of one syscall. */
  record Condition(int number, Expr expression) {}

  /** The rows whose syscalls the architecture has. */
  static synchronized List<Way> of(Arch arch) {
    return KNOWN.computeIfAbsent(arch, ArchRisks::read);
  }

  private static List<Way> read(Arch arch) {
    StringBuilder text = new StringBuilder("arch " + arch.label() + "\ndefault errno(EPERM)\n");
    List<List<Integer>> rules = new ArrayList<>();
    for (RiskRow row : RiskTable.rows()) {
      List<Integer> counts = new ArrayList<>();
      for (RiskRow.Part part : row.parts()) {
        int count = 0;
        for (String name : namesHere(arch, row.risk(), part)) {
          text.append("sys_").append(name).append(": ").append(part.condition()).append('\n');
          count++;
        }
        counts.add(count);
      }
      rules.add(counts);
    }
    return ways(rules, parse(arch, text.toString()));
  }

  /** One text for all conditions: reading it once is what makes a diff quick. */
  private static List<Rule> parse(Arch arch, String text) {
    try {
      return Policies.parse("risk.tsv on " + arch, text).sections().getFirst().rules();
    } catch (PolicySyntaxException e) {
      throw new IllegalStateException("a condition of the risk table: " + e.getMessage(), e);
    }
  }

  private static List<Way> ways(List<List<Integer>> counts, List<Rule> rules) {
    List<Way> ways = new ArrayList<>();
    int next = 0;
    for (int row = 0; row < counts.size(); row++) {
      List<Part> parts = new ArrayList<>();
      for (int count : counts.get(row)) {
        List<Condition> conditions = new ArrayList<>();
        for (Rule rule : rules.subList(next, next + count)) {
          conditions.add(new Condition(rule.number(), rule.condition()));
        }
        next += count;
        parts.add(new Part(conditions));
      }
      if (parts.stream().noneMatch(part -> part.anyOf().isEmpty())) {
        ways.add(new Way(RiskTable.rows().get(row).risk(), parts));
      }
    }
    return List.copyOf(ways);
  }

  /** A name of this architecture alone takes the plain name's place in all rows of the risk. */
  private static List<String> namesHere(Arch arch, Risk risk, RiskRow.Part part) {
    String prefix = arch.label() + "/";
    Set<String> taken = new HashSet<>();
    for (RiskRow row : RiskTable.rows()) {
      if (row.risk().equals(risk)) {
        row.parts().stream()
            .flatMap(other -> other.names().stream())
            .filter(name -> name.startsWith(prefix))
            .forEach(name -> taken.add(name.substring(prefix.length())));
      }
    }
    List<String> here = new ArrayList<>();
    for (String name : part.names()) {
      String plain = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      boolean foreign = plain.indexOf('/') >= 0 || (plain.equals(name) && taken.contains(name));
      Syscall syscall = foreign ? null : SyscallTable.of(arch).byName(plain);
      if (syscall != null) {
        here.add(plain);
      }
    }
    return here;
  }
}
