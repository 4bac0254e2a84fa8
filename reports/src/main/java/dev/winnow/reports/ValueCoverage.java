package dev.winnow.reports;

/**
 * One value of an argument.
 *
 * @param value unsigned, cut to the argument's width
 * @param text as people write it: constants by name, fds signed, modes octal
 * @param events events with it
 * @param runs runs that have it
 * @param outside whether the policy permits none of these events because of it
 */
public record ValueCoverage(long value, String text, long events, int runs, boolean outside) {}
