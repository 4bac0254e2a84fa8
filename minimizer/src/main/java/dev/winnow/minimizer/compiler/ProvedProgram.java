package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;

/**
 * A program that the kernel accepts and that returns for every event what its policy says.
 *
 * @param program the program
 * @param proof how that is known
 */
public record ProvedProgram(Program program, Equivalence.Proved proof) {}
