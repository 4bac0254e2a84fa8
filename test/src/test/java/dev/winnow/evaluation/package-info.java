/**
 * Held-out evaluation: policies learned from some recorded runs of real programs, tried on others.
 * What is recorded and the exploit primitives that are tried are data, in {@code test/evaluation};
 * {@code test/evaluation/evaluate.sh} runs all of it. Beside winnow's own methods stand what others
 * do: a list of names, minijail's rule, exact values, and a container engine's default profile.
 */
package dev.winnow.evaluation;
