package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import org.jspecify.annotations.Nullable;

/**
 * The ABI of a process whose log has neither numbers nor mode lines, from names that only one ABI
 * has. Only what comes next tells it: {@code brk(NULL)} is the first call of both. Names that both
 * have decide nothing; a process that makes no other call keeps the ABI that was assumed.
 */
final class AbiNames {
  /** How far ahead is looked, in bytes: a C library's start takes less than 4 KiB of log. */
  static final int AHEAD = 16 << 10;

  private static final byte[] RESUMED = Ascii.bytes("<... ");
  private static final byte[] EXEC = Ascii.bytes("exec");
  private static final byte[] FAILED = Ascii.bytes("= -1 E");
  private static final byte[] ARCH_PRCTL = Ascii.bytes("arch_prctl(");
  private static final byte[] SET_TID_ADDRESS = Ascii.bytes("set_tid_address(");

  /** ARCH_SET_FS of asm/prctl.h, as strace prints it with and without names. */
  private static final byte[][] SET_FS = {Ascii.bytes("ARCH_SET_FS"), Ascii.bytes("0x1002")};

  /**
   * set_thread_area: at every start of a 32-bit libc, and a number without a call on x86_64; the
   * others are printed for socketcall only.
   */
  private static final byte[][] ALWAYS_I386 = {
    Ascii.bytes("set_thread_area"), Ascii.bytes("send"), Ascii.bytes("recv")
  };

  private final SyscallNames names;
  private final LinePrefix prefix = new LinePrefix();

  /**
   * Whether the program that was looked at last started as none does on x86. There a C library sets
   * its thread pointer, arch_prctl(ARCH_SET_FS) or set_thread_area, before set_tid_address; where
   * the thread pointer is a register that a program may write, as on aarch64 and riscv64, it makes
   * no call for that.
   */
  boolean strange;

  /** Whether it set its thread pointer with a call that only x86 has. */
  boolean native64;

  AbiNames(SyscallNames names) {
    this.names = names;
  }

  /**
   * The ABI of thread {@code tid}, or {@link LinePrefix#NO_TID} for the lines without a pid, by its
   * lines in {@code b[from, to)} up to its next exec; null if no name decides.
   *
   * @param assumed the ABI that is taken if none does; the log is of a kernel that runs it
   */
  @Nullable Arch of(byte[] b, int from, int to, int tid, Arch assumed) {
    strange = false;
    native64 = false;
    Arch told = null;
    int end = Math.min(to, from + AHEAD);
    int line = from;
    int newline = Ascii.newline(b, line, end);
    while (newline >= 0) {
      int at = prefix.read(b, line, newline);
      if (prefix.tid == tid) {
        int name = Ascii.startsWith(b, at, newline, RESUMED) ? at + RESUMED.length : at;
        Arch arch = named(b, name, newline, assumed);
        told = told == null || native64 ? arch : told;
        strange |= told != Arch.I386 && Ascii.startsWith(b, name, newline, SET_TID_ADDRESS);
        if (native64 || strange || told == Arch.I386 || endsProgram(b, name, newline)) {
          break;
        }
      }
      line = newline + 1;
      newline = Ascii.newline(b, line, end);
    }
    strange &= names.compat(assumed) == Arch.I386;
    return told;
  }

  /** An exec that did not fail: what follows is of another program. */
  private static boolean endsProgram(byte[] b, int name, int to) {
    return Ascii.startsWith(b, name, to, EXEC) && Ascii.indexOf(b, name, to, FAILED) < 0;
  }

  private @Nullable Arch named(byte[] b, int name, int to, Arch assumed) {
    Arch compat = names.compat(assumed);
    int nameEnd = Ascii.name(b, name, to);
    if (nameEnd == name || compat == null) {
      return null;
    }
    if (compat == Arch.I386) {
      if (Ascii.startsWith(b, name, to, ARCH_PRCTL)) {
        // The thread pointer of a 64-bit libc; i386 refuses it.
        native64 = startsWith(b, name + ARCH_PRCTL.length, to, SET_FS);
        return native64 ? Arch.X86_64 : null;
      }
      for (byte[] always : ALWAYS_I386) {
        if (nameEnd - name == always.length && Ascii.startsWith(b, name, to, always)) {
          return Arch.I386;
        }
      }
    }
    return names.onlyIn(compat, b, name, nameEnd);
  }

  private static boolean startsWith(byte[] b, int from, int to, byte[][] words) {
    for (byte[] word : words) {
      if (Ascii.startsWith(b, from, to, word)) {
        return true;
      }
    }
    return false;
  }
}
