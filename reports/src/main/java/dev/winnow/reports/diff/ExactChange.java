package dev.winnow.reports.diff;

/**
 * A part of the difference. All parts together are all of it: the old side with {@code after} in
 * them is the new side.
 *
 * @param firstToken the first audit token that it is about, unsigned
 * @param lastToken the last
 * @param firstNumber the first syscall number, unsigned
 * @param lastNumber the last
 * @param when the arguments, as an expression of the policy language; "" if no expression says it
 * @param before the old return value
 * @param after the new one
 */
public record ExactChange(
    int firstToken,
    int lastToken,
    int firstNumber,
    int lastNumber,
    String when,
    int before,
    int after) {}
