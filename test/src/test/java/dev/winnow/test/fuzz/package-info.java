/**
 * What reads files from outside, fed with whatever Jazzer thinks of. A normal test run reads the
 * corpus once: the folders {@code NAMEInputs} of the resources, which hold samples and inputs that
 * once failed. The Maven profile {@code fuzz} searches for more.
 */
@NullMarked
package dev.winnow.test.fuzz;

import org.jspecify.annotations.NullMarked;
