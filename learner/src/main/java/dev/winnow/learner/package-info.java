/**
 * Evidence to policy. A {@link Template} says how each argument is generalised; a {@link
 * RiskBudget} has one chosen by what leaving a run out would break. What was not seen but will be
 * needed is added from a table, and marked. {@link Stages} are policies for parts of a program's
 * life, and {@link Explanation} says why a rule is what it is. The tables lie beside the classes as
 * resources.
 */
@NullMarked
package dev.winnow.learner;

import org.jspecify.annotations.NullMarked;
