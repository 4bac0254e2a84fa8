/**
 * How events get in. {@link dev.winnow.recorder.TraceFiles} finds runs, {@link
 * dev.winnow.recorder.Ingestion} reads them in any {@link dev.winnow.recorder.TraceFormat}; each
 * format is a package of its own that nothing else knows. {@code capture} records a command. Each
 * line is accounted for; nothing is learned here.
 */
@NullMarked
package dev.winnow.recorder;

import org.jspecify.annotations.NullMarked;
