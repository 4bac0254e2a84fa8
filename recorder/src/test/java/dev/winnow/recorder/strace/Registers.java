package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events of a log with the registers that the program {@code decoders} noted, call by
 * call. Left out are the calls before its filter, those of the C library.
 */
final class Registers implements TraceSink {
  /** What the program notes of a call: the number, six registers and one that is not used. */
  private static final int NOTED = 8 * Long.BYTES;

  private final Arch arch;
  private final ByteBuffer truth;
  private boolean begun;

  /** Calls that were compared. */
  int calls;

  /** Arguments that were decoded. */
  int values;

  /** By call and argument, one example of what was not the register. */
  final Map<String, String> wrong = new TreeMap<>();

  /** By argument, how many were shown and not decoded. */
  final Map<String, Long> unknown = new TreeMap<>();

  Registers(Arch arch, byte[] truth) {
    this.arch = arch;
    this.truth = ByteBuffer.wrap(truth).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void event(SyscallEvent event) {
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    String name = syscall == null ? "nr(" + event.number() + ")" : syscall.name();
    if (!begun || name.equals("exit_group")) {
      begun |= name.equals("seccomp");
      return;
    }
    int at = calls++ * NOTED;
    if (truth.getLong(at) != event.number() || event.arch() != arch) {
      wrong.put("call " + calls, event.number() + " was " + truth.getLong(at));
    }
    for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
      argument(event, syscall, name + "." + i, i, truth.getLong(at + (1 + i) * Long.BYTES));
    }
  }

  private void argument(
      SyscallEvent event, @Nullable Syscall syscall, String label, int index, long was) {
    switch (event.knowledge(index)) {
      case VALUE -> {
        values++;
        long mask = mask(syscall, index, was);
        if ((event.value(index) & mask) != (was & mask)) {
          String found = Long.toHexString(event.value(index)) + " was " + Long.toHexString(was);
          wrong.put(label, "call " + calls + ": " + found);
        }
      }
      case UNDECODED -> unknown.merge(label + " " + event.undecoded(index), 1L, Long::sum);
      case HIDDEN, GLIMPSED, ABSENT -> {}
    }
  }

  /**
   * The bits that the kernel uses of an argument, without those that strace does not print: of the
   * protocol of a packet socket it prints 16 bits, and of arguments whose meaning depends on
   * another perhaps 32, if the upper half is neither empty nor a sign.
   */
  private long mask(@Nullable Syscall syscall, int index, long was) {
    if (syscall == null) {
      return arch.registerBits() == 64 ? -1 : 0xffff_ffffL;
    }
    long mask = syscall.arguments().get(index).mask();
    long upper = was >> 32;
    boolean garbage = upper != 0 && upper != -1;
    if (syscall.name().equals("socket") && index == 2) {
      return 0xffff;
    }
    boolean opaque = syscall.arguments().get(index).kind() == Kind.OPAQUE;
    return opaque && garbage ? mask & 0xffff_ffffL : mask;
  }
}
