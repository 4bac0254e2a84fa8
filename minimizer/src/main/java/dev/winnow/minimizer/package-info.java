/**
 * Policy to the smallest equal expression, to cBPF or a bitmask: optimiser, assembler,
 * disassembler, interpreter, kernel rules, and the proof of equivalence.
 */
@NullMarked
package dev.winnow.minimizer;

import org.jspecify.annotations.NullMarked;
