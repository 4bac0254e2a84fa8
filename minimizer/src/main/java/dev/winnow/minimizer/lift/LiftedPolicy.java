package dev.winnow.minimizer.lift;

import dev.winnow.policy.Policy;
import java.util.List;

/**
 * A policy that was read off a program.
 *
 * @param policy proved to be the program, but for what the notes say
 * @param notes the events, or the details of actions, that the proof leaves out, in words; none if
 *     policy and program are the same on all 2^512 events. They are the policy's remarks too
 */
public record LiftedPolicy(Policy policy, List<String> notes) {
  public LiftedPolicy {
    notes = List.copyOf(notes);
  }
}
