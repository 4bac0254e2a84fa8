/**
 * How far recordings can be trusted: the risk that the next run is denied, bounds on it, and how
 * much of a program's behaviour the runs have shown. The unit of all statistics is the run. A
 * feature is one thing that a run adds to a policy (a syscall, a value, a flag bit), so a run is
 * the set of its features and a policy learned from runs is the union of theirs.
 */
@NullMarked
package dev.winnow.learner.statistics;

import org.jspecify.annotations.NullMarked;
