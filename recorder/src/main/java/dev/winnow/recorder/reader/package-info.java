/**
 * What every reader of a format is made of: the contract {@link
 * dev.winnow.recorder.reader.TraceReader}, lines out of chunks, numbers and names out of bytes, and
 * the account of what became of each line. Knows no format.
 */
@NullMarked
package dev.winnow.recorder.reader;

import org.jspecify.annotations.NullMarked;
