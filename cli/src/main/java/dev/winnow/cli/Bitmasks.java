package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bitmask.Bitmask;
import dev.winnow.minimizer.bitmask.PolicyToBitmask;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes policies as bitmasks and says what a bitmask cannot. */
final class Bitmasks {
  private Bitmasks() {}

  private static PolicyToBitmask convert(Policy policy, Section section) {
    try {
      return PolicyToBitmask.of(policy, section);
    } catch (DiagramLimitException e) {
      throw new CommandFailure("not converted: the policy is too large: " + e.getMessage(), e);
    }
  }

  /** The bitmask of a policy with one section; refused if it is wider, unless that is accepted. */
  static Compiled compile(Policy policy, boolean allowWider, @Nullable Path current) {
    if (policy.sections().size() != 1) {
      throw new CommandFailure(
          "a bitmask is for one architecture and the policy has "
              + policy.sections().size()
              + " sections; keep one of them");
    }
    PolicyToBitmask result = convert(policy, policy.sections().getFirst());
    if (!result.exact() && !allowWider) {
      throw CommandFailure.finding(
          "a bitmask cannot say "
              + String.join("; nor ", result.losses())
              + ". Use -f bpf, or --allow-wider to accept that");
    }
    if (current != null) {
      List<String> more = result.bitmask().beyond(readBitmask(current), result.arch());
      if (!more.isEmpty()) {
        throw CommandFailure.finding(
            "refused: a bitmask may only shrink, and this one adds " + String.join(", ", more));
      }
    }
    ObjectNode facts = Json.object();
    facts.put("syscalls", result.bitmask().size()).put("exact", result.exact());
    List<String> summary = new ArrayList<>();
    summary.add(result.bitmask().size() + " syscalls");
    result.losses().forEach(loss -> summary.add("note: the bitmask does not say " + loss));
    return new Compiled(result.bitmask().write(), facts, result.losses(), List.of(), summary);
  }

  private static Bitmask readBitmask(Path file) {
    try {
      return Bitmask.read(Inputs.bytes(file));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Terminal.name(file) + ": " + e.getMessage(), e);
    }
  }

  /** One file per section, as wide as it must be; the report says what that adds. */
  static void write(Policy policy, Path folder, String name) {
    for (Section section : policy.sections()) {
      String file =
          policy.sections().size() == 1
              ? name + ".bitmask"
              : name + "." + section.arch().label() + ".bitmask";
      AtomicFile.write(folder.resolve(file), convert(policy, section).bitmask().write());
    }
  }
}
