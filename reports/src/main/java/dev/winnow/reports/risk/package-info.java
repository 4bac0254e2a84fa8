/**
 * What a permission is worth to an attacker: a table of risks, each a set of events written in the
 * policy language, with its reason and where that is described. Whether a policy, a program or the
 * difference of two opens a risk is decided on the exact core, arguments included. Knows no report.
 */
@NullMarked
package dev.winnow.reports.risk;

import org.jspecify.annotations.NullMarked;
