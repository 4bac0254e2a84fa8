/**
 * Policies of roles and phases on real servers: learned from some runs, tried on others by replay,
 * and installed by the server itself when its later stage begins. What a stage must allow is told
 * here from traces by other means than the learner's.
 */
@NullMarked
package dev.winnow.test.stages;

import org.jspecify.annotations.NullMarked;
