/**
 * Reads the audit subsystem's records of syscalls and of seccomp: audit.log and ausearch, raw or
 * interpreted, and the kernel log, where seccomp's log goes without an audit daemon. Each record
 * says its architecture; four registers are shown, none by seccomp. Knows no other format.
 */
@NullMarked
package dev.winnow.recorder.audit;

import org.jspecify.annotations.NullMarked;
