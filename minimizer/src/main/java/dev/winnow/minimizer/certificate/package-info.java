/**
 * Certificates: what a program has still to decide at each load of an argument, written down so
 * that program and policy can be compared again later, claim by claim, without a search. The
 * checker shares nothing with the compiler or the decision diagrams: it reads the policy's syntax
 * tree and the program's instructions, and knows 32-bit words of which some bits are known.
 */
@NullMarked
package dev.winnow.minimizer.certificate;

import org.jspecify.annotations.NullMarked;
