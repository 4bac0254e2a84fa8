/**
 * What a policy is: the filter-expression language with its parser, printer and evaluator, and one
 * exact core, a decision diagram over (architecture, number, argument bits), for subset,
 * difference, witness and equivalence. Nothing here knows BPF.
 */
@NullMarked
package dev.winnow.policy;

import org.jspecify.annotations.NullMarked;
