/**
 * Compressed inputs, recognised by content: gzip, zstd and xz, with any number of members. Damage
 * is told from a disk that fails, because what comes before it is still good. {@link
 * dev.winnow.recorder.compression.ReadAhead} decompresses beside the reader of the bytes.
 */
@NullMarked
package dev.winnow.recorder.compression;

import org.jspecify.annotations.NullMarked;
