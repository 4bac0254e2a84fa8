/**
 * Charts: what one shows as data, and its pictures. A chart knows nothing of syscalls; what it says
 * is decided by whoever makes it. JFreeChart draws, ImageIO writes PNG and Batik writes SVG.
 */
@NullMarked
package dev.winnow.reports.charts;

import org.jspecify.annotations.NullMarked;
