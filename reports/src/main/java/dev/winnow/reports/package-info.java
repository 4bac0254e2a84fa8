/**
 * Coverage, confidence and diff as data, then as text, JSON, charts and one self-contained page.
 */
@NullMarked
package dev.winnow.reports;

import org.jspecify.annotations.NullMarked;
