/**
 * Classic BPF as seccomp runs it: programs as data and as bytes, the kernel's admission rules, an
 * interpreter, the allow bitmap that the kernel derives at attach, and listings. Nothing here knows
 * policies beyond the names of actions and syscalls.
 */
@NullMarked
package dev.winnow.minimizer.bpf;

import org.jspecify.annotations.NullMarked;
