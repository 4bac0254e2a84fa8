/**
 * Programs back into policies: what a program does, read off its decision diagram and written as
 * sections, rules and expressions, and proved to be the program again before anybody sees it.
 */
@NullMarked
package dev.winnow.minimizer.lift;

import org.jspecify.annotations.NullMarked;
