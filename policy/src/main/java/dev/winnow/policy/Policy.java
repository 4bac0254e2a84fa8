package dev.winnow.policy;

import dev.winnow.traces.Arch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy: one section per architecture. All sections agree on {@code foreign}.
 *
 * @param sections at least one
 * @param remarks what its first lines say in comments, such as what the recording lacked, without
 *     {@code #} and outer blanks; none is empty or a version line, and control and formatting
 *     characters become blanks
 */
public record Policy(List<Section> sections, List<String> remarks) {
  public Policy {
    sections = List.copyOf(sections);
    remarks = remarks.stream().map(Rule::comment).filter(remark -> !remark.isEmpty()).toList();
    for (String remark : remarks) {
      if (PolicyParser.versionOf(remark) != null) {
        throw new IllegalArgumentException("would be read as the version: " + remark);
      }
    }
    if (sections.isEmpty()) {
      throw new IllegalArgumentException("a policy needs an arch section");
    }
    for (int i = 0; i < sections.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (sections.get(i).arch() == sections.get(j).arch()) {
          throw new IllegalArgumentException("two sections for " + sections.get(i).arch());
        }
        if (!sections.get(i).foreign().equals(sections.get(j).foreign())) {
          throw new IllegalArgumentException("sections disagree on foreign");
        }
      }
    }
  }

  /** A policy without remarks. */
  public Policy(List<Section> sections) {
    this(sections, List.of());
  }

  /** The section of an architecture, or null. */
  public @Nullable Section section(Arch arch) {
    for (Section section : sections) {
      if (section.arch() == arch) {
        return section;
      }
    }
    return null;
  }

  /** What every architecture without a section gets. */
  public Action foreign() {
    return sections.getFirst().foreign();
  }
}
