package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.oci.OciException;
import dev.winnow.policy.oci.OciJson;
import dev.winnow.policy.oci.PolicyToOci;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes policies as OCI profiles and says what a profile cannot. */
final class OciProfiles {
  private OciProfiles() {}

  /** The profile; refused if it permits more or less than the policy, unless that is accepted. */
  static Compiled compile(Policy policy, boolean allowWider) {
    PolicyToOci oci = convert(policy);
    List<String> losses = oci.difference().text().lines().toList();
    if (!oci.isAcceptable(allowWider)) {
      throw CommandFailure.finding(
          "an OCI profile cannot say exactly this. From the policy to the profile:\n  "
              + String.join("\n  ", losses)
              + oci.notes().stream().map(note -> "\n  note: " + note).reduce("", String::concat)
              + (oci.difference().allowsLess()
                  ? "\nIt would deny what the policy permits, which no option accepts. Use -f bpf, or"
                      + " change those lines of the policy"
                  : "\nUse -f bpf, or --allow-wider to accept all of that"));
    }
    ObjectNode facts = Json.object();
    facts.put("rules", oci.profile().rules().size());
    facts.put("exact", oci.exact());
    facts.set("difference", Changes.json(oci.difference()));
    List<String> summary = new ArrayList<>();
    summary.add(
        "%d rules; %s"
            .formatted(
                oci.profile().rules().size(),
                oci.exact()
                    ? "libseccomp makes of them exactly the policy"
                    : oci.difference().allowsMore()
                        ? "they differ from the policy as follows, and nowhere else"
                        : "they permit exactly what the policy permits, and deny in another way"));
    losses.forEach(loss -> summary.add("note: " + loss));
    byte[] bytes = OciJson.write(oci.profile()).getBytes(StandardCharsets.UTF_8);
    return new Compiled(bytes, facts, losses, oci.notes(), summary);
  }

  private static PolicyToOci convert(Policy policy) {
    try {
      return PolicyToOci.of(policy);
    } catch (OciException e) {
      throw new CommandFailure("not converted: " + e.getMessage(), e);
    } catch (DiagramLimitException e) {
      throw new CommandFailure("not converted: the policy is too large: " + e.getMessage(), e);
    }
  }
}
