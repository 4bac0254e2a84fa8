package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;

/**
 * A program and the proof that it means what its policy says.
 *
 * @param program the program
 * @param proof what the proof took
 * @param quality how good it is, and what no program can go below
 */
public record ProvedProgram(Program program, Equivalence.Proved proof, Quality quality) {}
