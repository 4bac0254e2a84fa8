/**
 * What separates two policies, programs or recordings: by meaning, decided on the exact core, with
 * an event for each difference, what it is worth to an attacker, and for recordings in how many
 * runs and whether chance would do it too; as text, JSON, Markdown and SARIF.
 */
@NullMarked
package dev.winnow.reports.diff;

import org.jspecify.annotations.NullMarked;
