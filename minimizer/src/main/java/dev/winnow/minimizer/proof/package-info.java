/**
 * The exact proof that a program means what a policy says: the program is run on symbolic registers
 * and becomes a decision diagram, which is the policy's own diagram exactly when the two agree on
 * every event.
 */
@NullMarked
package dev.winnow.minimizer.proof;

import org.jspecify.annotations.NullMarked;
