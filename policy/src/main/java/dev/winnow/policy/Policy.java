package dev.winnow.policy;

import dev.winnow.traces.Arch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy: one section per architecture. All sections agree on {@code foreign}. */
public record Policy(List<Section> sections) {
  public Policy {
    sections = List.copyOf(sections);
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
