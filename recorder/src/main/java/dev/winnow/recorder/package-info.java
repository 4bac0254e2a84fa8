/**
 * How events get in. {@link dev.winnow.recorder.TraceFiles} finds runs, {@link
 * dev.winnow.recorder.Ingestion} reads them whatever their format, {@link
 * dev.winnow.recorder.StraceReader} reads one format, {@link dev.winnow.recorder.StraceCapture}
 * records a command. Each line is accounted for; nothing is learned here.
 */
@NullMarked
package dev.winnow.recorder;

import org.jspecify.annotations.NullMarked;
