/**
 * Policy to program. The policy's diagram is cut into functions of one 32-bit word each; for each
 * the cheapest tree of comparisons is searched, equal parts are shared, and the graph is laid out
 * as forward jumps. What comes out is proved before anybody sees it.
 */
@NullMarked
package dev.winnow.minimizer.compiler;

import org.jspecify.annotations.NullMarked;
