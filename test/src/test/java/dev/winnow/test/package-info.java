/**
 * The whole of winnow as its users meet it: the launcher in processes of its own, real programs
 * under the policies that it learned of them, other tools as judges, and what the README promises.
 * A tool that is missing fails its test with the command that installs it.
 */
@NullMarked
package dev.winnow.test;

import org.jspecify.annotations.NullMarked;
