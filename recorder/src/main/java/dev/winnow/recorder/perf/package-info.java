/**
 * What perf records: perf.data itself, {@code perf script} of it and {@code perf trace}. The first
 * two show registers, entry and exit apart, and no name; {@link dev.winnow.recorder.perf.Calls}
 * joins them and finds out the ABI. Sources: include/uapi/linux/perf_event.h of Linux 6.18 and
 * tools/perf/Documentation/perf.data-file-format.txt.
 */
@NullMarked
package dev.winnow.recorder.perf;

import org.jspecify.annotations.NullMarked;
