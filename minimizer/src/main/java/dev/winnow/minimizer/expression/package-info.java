/**
 * Filter expressions made as short as a person would write them, each checked against the original
 * on the exact core.
 */
@NullMarked
package dev.winnow.minimizer.expression;

import org.jspecify.annotations.NullMarked;
