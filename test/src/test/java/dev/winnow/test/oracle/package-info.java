/**
 * The real kernel as judge of programs. {@code KernelOracle} has it decide events by a program
 * whose returns all became errnos, so that no call is carried out; the tests compare it with
 * interpreter and evaluator, on events that lie where policies change their mind.
 */
@NullMarked
package dev.winnow.test.oracle;

import org.jspecify.annotations.NullMarked;
