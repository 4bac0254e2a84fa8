/** Evidence to policy: generalisation by argument kind, coverage statistics and next-run risk. */
@NullMarked
package dev.winnow.learner;

import org.jspecify.annotations.NullMarked;
