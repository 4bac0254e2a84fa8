/**
 * JMH benchmarks of what has to be fast, each with its baseline beside it and its result asserted.
 * Compiled and run by {@code mvn -Pbenchmark} only, never as tests.
 */
@NullMarked
package dev.winnow.benchmark;

import org.jspecify.annotations.NullMarked;
