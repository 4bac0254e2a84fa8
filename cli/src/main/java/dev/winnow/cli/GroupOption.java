package dev.winnow.cli;

import dev.winnow.traces.Evidence;
import picocli.CommandLine.Option;

/** The scenario that runs belong to. */
final class GroupOption {
  @Option(
      names = "--group",
      defaultValue = "",
      paramLabel = "NAME",
      description =
          "The scenario that these runs belong to. Runs of one group count as one: repeating a"
              + " scenario says little about others.")
  private String group = "";

  /** The evidence with its runs in the group, except those that are in one. */
  Evidence apply(Evidence evidence) {
    return group.isEmpty() ? evidence : evidence.inGroup(group);
  }
}
