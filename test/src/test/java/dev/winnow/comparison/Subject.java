package dev.winnow.comparison;

import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy to compile, and the events that its programs are measured on.
 *
 * @param name what the table calls it
 * @param policy the policy
 * @param weights how often what happens, at least one event
 */
record Subject(String name, Policy policy, Weights weights) {
  /** With a workload; without, every syscall that is ever permitted is equally likely. */
  static Subject of(String name, Policy policy, Weights given) throws DiagramLimitException {
    List<Weights.Event> events = new ArrayList<>(given.events());
    for (Weights.Count count : given.counts()) {
      SeccompData data = SeccompData.of(count.arch().auditToken(), count.number());
      events.add(new Weights.Event(data, count.weight()));
    }
    return new Subject(
        name, policy, new Weights(events.isEmpty() ? permitted(policy) : events, List.of()));
  }

  private static List<Weights.Event> permitted(Policy policy) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    int permitted = diagram.permitted(PolicyDiagram.of(diagram, policy));
    List<Weights.Event> events = new ArrayList<>();
    for (Section section : policy.sections()) {
      Arch arch = section.arch();
      int token = diagram.wordEquals(Diagram.ARCH, arch.auditToken());
      for (Syscall syscall : SyscallTable.of(arch).all()) {
        int number = diagram.wordEquals(Diagram.NR, syscall.number());
        SeccompData event = diagram.witness(diagram.and(permitted, diagram.and(token, number)));
        if (event != null) {
          events.add(new Weights.Event(event, 1));
        }
      }
    }
    return events;
  }
}
