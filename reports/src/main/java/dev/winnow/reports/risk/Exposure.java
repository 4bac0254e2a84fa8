package dev.winnow.reports.risk;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.EventText;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The risks that a set of permitted events opens, or that one opens beyond another. Exact: a risk
 * is open if, and only if, an event of it is permitted.
 *
 * @param open worst first, then as the table has them, by architecture and number
 */
public record Exposure(List<OpenRisk> open) {
  public Exposure {
    open =
        open.stream()
            .sorted(Comparator.comparing((OpenRisk found) -> found.risk().level()))
            .toList();
  }

  /**
   * What a policy opens, on the architectures that it has sections for. Some milliseconds.
   *
   * @throws DiagramLimitException if the policy is too entangled to be decided
   */
  public static Exposure of(Policy policy) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    Set<Arch> archs = EnumSet.noneOf(Arch.class);
    policy.sections().stream().map(Section::arch).forEach(archs::add);
    int permitted = diagram.permitted(PolicyDiagram.of(diagram, policy));
    return beyond(diagram, Diagram.FALSE, permitted, archs);
  }

  /**
   * What is open after and was not before: risks of which an event is permitted that was not, and
   * combinations that had a part missing.
   *
   * @param before permitted events, a boolean diagram
   * @param after likewise
   */
  public static Exposure beyond(Diagram diagram, int before, int after, Collection<Arch> archs)
      throws DiagramLimitException {
    int added = diagram.and(after, diagram.not(before));
    List<OpenRisk> open = new ArrayList<>();
    for (Arch arch : archs) {
      if (diagram.and(added, diagram.wordEquals(Diagram.ARCH, arch.auditToken()))
          != Diagram.FALSE) {
        for (ArchRisks.Way way : ArchRisks.of(arch)) {
          if (way.parts().size() == 1) {
            open.addAll(opened(diagram, added, arch, way, 0));
          } else {
            open.addAll(completed(diagram, before, after, arch, way));
          }
        }
      }
    }
    return new Exposure(distinct(open));
  }

  /** A combination is new through each of its parts that was missing. */
  private static List<OpenRisk> completed(
      Diagram diagram, int before, int after, Arch arch, ArchRisks.Way way)
      throws DiagramLimitException {
    List<OpenRisk> open = new ArrayList<>();
    for (int part = 0; part < way.parts().size(); part++) {
      List<OpenRisk> now = opened(diagram, after, arch, way, part);
      if (now.isEmpty()) {
        return List.of();
      }
      if (opened(diagram, before, arch, way, part).isEmpty()) {
        open.addAll(now);
      }
    }
    return open;
  }

  private static List<OpenRisk> opened(
      Diagram diagram, int permitted, Arch arch, ArchRisks.Way way, int part)
      throws DiagramLimitException {
    List<OpenRisk> open = new ArrayList<>();
    for (ArchRisks.Condition condition : way.parts().get(part).anyOf()) {
      int here = diagram.restrict(permitted, arch.auditToken(), condition.number());
      int risky = PolicyDiagram.condition(diagram, arch, condition.expression());
      int both = diagram.and(here, risky);
      @Nullable SeccompData arguments = diagram.witness(both);
      if (arguments != null) {
        SeccompData event =
            new SeccompData(
                condition.number(),
                arch.auditToken(),
                arguments.instructionPointer(),
                arguments.args());
        String text = EventText.of(arch, event, diagram.testedArguments(both));
        open.add(new OpenRisk(way.risk(), arch, condition.number(), event, text));
      }
    }
    return open;
  }

  /** Two rows of one risk may be about one syscall. */
  private static List<OpenRisk> distinct(List<OpenRisk> open) {
    List<OpenRisk> distinct = new ArrayList<>();
    for (OpenRisk found : open) {
      if (distinct.stream().noneMatch(known -> sameCall(known, found))) {
        distinct.add(found);
      }
    }
    return distinct;
  }

  private static boolean sameCall(OpenRisk left, OpenRisk right) {
    return left.risk().equals(right.risk())
        && left.arch() == right.arch()
        && left.number() == right.number();
  }

  /** The risks that are open through a syscall, worst first. */
  public List<OpenRisk> of(Arch arch, int number) {
    return open.stream().filter(found -> found.arch() == arch && found.number() == number).toList();
  }

  /** The worst risk that is open through a syscall; {@link RiskLevel#LOW} without any. */
  public RiskLevel level(Arch arch, int number) {
    return of(arch, number).stream()
        .map(found -> found.risk().level())
        .reduce(RiskLevel.LOW, RiskLevel::or);
  }

  /** The risks themselves, each once, worst first. */
  public List<Risk> risks() {
    return open.stream().map(OpenRisk::risk).distinct().toList();
  }
}
