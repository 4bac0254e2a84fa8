package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the syscall, and with it the ABI, of a printed name. With {@code -n} the pair of number and
 * name decides, since {@code getpid} is 39 on x86_64 and 20 on i386; without it the ABI that the
 * thread was last seen in does.
 */
final class SyscallNames {
  private static final byte[] GENERIC = Ascii.bytes("syscall_0x");
  private static final byte[] X32_SUFFIX = Ascii.bytes("#64");

  /** Those that were needed so far. */
  private final Map<Arch, SyscallIndex> indexes = new EnumMap<>(Arch.class);

  private final IntegerText integer = new IntegerText();

  /** socketcall and ipc, where a call asked for them. */
  private final Map<Arch, List<Multiplexer>> multiplexers = new EnumMap<>(Arch.class);

  /** What names say of ABIs that were assumed. */
  final AbiDoubt doubt = new AbiDoubt();

  /** Why the last name was not found. */
  String reason = "";

  /**
   * The syscall that is printed as {@code b[from, to)}; null, and {@link #reason}, if there is
   * none. Sets the thread's ABI if name and number tell it.
   *
   * @param number the number of {@code -n} or {@link LinePrefix#NO_NUMBER}
   */
  @Nullable SyscallEntry resolve(ThreadState thread, long number, byte[] b, int from, int to) {
    if (number == LinePrefix.NO_NUMBER) {
      SyscallEntry entry = index(thread.arch).find(b, from, to);
      return entry != null && !entry.multiplexed ? entry : unnumbered(thread, b, from, to);
    }
    SyscallEntry entry = pair(index(thread.arch), number, b, from, to);
    if (entry == null) {
      entry = elsewhere(thread.arch, number, b, from, to);
    }
    if (entry == null) {
      entry = unpaired(thread, number, b, from, to);
    }
    if (entry != null) {
      thread.arch = entry.arch;
    }
    return entry;
  }

  private static @Nullable SyscallEntry pair(
      SyscallIndex index, long number, byte[] b, int from, int to) {
    SyscallEntry entry = index.find(number);
    return entry != null && entry.isNamed(b, from, to) ? entry : null;
  }

  private @Nullable SyscallEntry elsewhere(Arch known, long number, byte[] b, int from, int to) {
    for (Arch arch : known.onOneKernel()) {
      SyscallEntry entry = pair(index(arch), number, b, from, to);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable SyscallEntry unnumbered(ThreadState thread, byte[] b, int from, int to) {
    if (Ascii.startsWith(b, from, to, GENERIC)) {
      return generic(thread, b, from, to);
    }
    if (Ascii.endsWith(b, from, to, X32_SUFFIX)) {
      SyscallEntry base = index(Arch.X86_64).find(b, from, to - X32_SUFFIX.length);
      if (base != null) {
        // What x32 has a number of its own for; the shared one is not in its table.
        doubt.x32 = true;
        return index(Arch.X32).stranger(Arch.X32_BIT | base.number);
      }
    }
    if (index(thread.arch).find(b, from, to) == null) {
      // i386 has no send of its own: this can only be socketcall.
      for (Multiplexer multiplexer : multiplexers(thread.arch)) {
        SyscallEntry call = multiplexer.find(b, from, to);
        if (call != null) {
          return call;
        }
      }
    }
    reason = unknown(thread.arch, b, from, to);
    return null;
  }

  private List<Multiplexer> multiplexers(Arch arch) {
    return multiplexers.computeIfAbsent(arch, Multiplexer::of);
  }

  private String unknown(Arch arch, byte[] b, int from, int to) {
    String name = Excerpt.of(b, from, to);
    SyscallEntry here = index(arch).find(b, from, to);
    if (here != null) {
      return name + " may be " + here.number + " or part of socketcall or ipc; record with -n";
    }
    String elsewhere = "";
    for (Arch other : arch.onOneKernel()) {
      if (index(other).find(b, from, to) != null) {
        elsewhere = "; it is one of " + other;
        doubt.other = true;
      }
    }
    if (elsewhere.isEmpty()) {
      elsewhere = onAnotherKernel(b, from, to);
    }
    return "unknown syscall %s (not in the table of %s, Linux %s%s); record with -n"
        .formatted(name, arch, SyscallTable.of(Arch.X86_64).kernel(), elsewhere);
  }

  private String onAnotherKernel(byte[] b, int from, int to) {
    String name = Ascii.text(b, from, to);
    for (Arch other : Arch.values()) {
      if (SyscallTable.of(other).byName(name) != null) {
        doubt.strange = true;
        return "; it is one of " + other + ": if that is what recorded it, say --arch " + other;
      }
    }
    return "";
  }

  /** The 32-bit ABI of a kernel that runs {@code arch}, or null. */
  @Nullable Arch compat(Arch arch) {
    return switch (arch) {
      case X86_64, I386, X32 -> Arch.I386;
      case AARCH64, ARM -> Arch.ARM;
      case RISCV64, PPC64LE, S390X, MIPS64, MIPSEL64 -> null;
    };
  }

  /**
   * Which of the two ABIs of a kernel has a syscall of the name {@code b[from, to)}; null if both
   * have one, or none.
   *
   * @param compat the 32-bit one, as of {@link #compat}
   */
  @Nullable Arch onlyIn(Arch compat, byte[] b, int from, int to) {
    Arch wide = compat == Arch.I386 ? Arch.X86_64 : Arch.AARCH64;
    boolean has32 = index(compat).find(b, from, to) != null;
    SyscallEntry has64 = index(wide).find(b, from, to);
    if (has32 == (has64 != null)) {
      return null;
    }
    if (has64 == null) {
      return compat;
    }
    // accept is a call of socketcall too, though i386 has no number for it.
    return compat == Arch.I386 && has64.sharesName ? null : wide;
  }

  /** Whether no other ABI of the kernel has the name of {@code entry}. */
  boolean tellsAbi(SyscallEntry entry) {
    Boolean known = entry.tellsAbi;
    if (known == null) {
      Arch compat = compat(entry.arch);
      known =
          entry.name.length > 0
              && compat != null
              && onlyIn(compat, entry.name, 0, entry.name.length) == entry.arch;
      entry.tellsAbi = known;
    }
    return known;
  }

  /** A number of {@code -n} that no table has under this name. */
  private @Nullable SyscallEntry unpaired(
      ThreadState thread, long number, byte[] b, int from, int to) {
    if (Ascii.startsWith(b, from, to, GENERIC)) {
      return generic(thread, b, from, to);
    }
    boolean x86 = thread.arch.onOneKernel().contains(Arch.I386);
    for (Multiplexer multiplexer : multiplexers(x86 ? Arch.I386 : thread.arch)) {
      if (multiplexer.number == number) {
        SyscallEntry call = multiplexer.find(b, from, to);
        return call == null ? multiplexer.unknown() : call;
      }
    }
    if (number < 0 || number > Integer.MAX_VALUE) {
      reason = "[" + number + "] is no syscall number";
      return null;
    }
    if (x86 && (number & Arch.X32_BIT) != 0) {
      return index(Arch.X32).stranger((int) number);
    }
    SyscallEntry otherwise = index(thread.arch).find(number);
    if (otherwise == null) {
      return index(thread.arch).stranger((int) number);
    }
    reason =
        "number %d is %s on %s and %s on no ABI whose table winnow has"
            .formatted(number, otherwise.shownName(), thread.arch, Excerpt.of(b, from, to));
    return null;
  }

  /** {@code syscall_0x1c3(…)}: strace does not know the name and prints six registers. */
  private @Nullable SyscallEntry generic(ThreadState thread, byte[] b, int from, int to) {
    int digits = from + GENERIC.length - "0x".length();
    if (!integer.read(b, digits, to) || integer.end != to) {
      reason = "no syscall number in " + Excerpt.of(b, from, to);
      return null;
    }
    // The kernel looks at the low half, and so does seccomp.
    int number = (int) integer.value;
    boolean x86 = thread.arch.onOneKernel().contains(Arch.X32);
    boolean x32 = x86 && number > 0 && (number & Arch.X32_BIT) != 0;
    Arch native64 = thread.arch == Arch.X32 ? Arch.X86_64 : thread.arch;
    return index(x32 ? Arch.X32 : native64).unnamed(number);
  }

  /** The syscalls of an ABI; read when they are first needed. */
  SyscallIndex index(Arch arch) {
    SyscallIndex index = indexes.get(arch);
    if (index == null) {
      index = new SyscallIndex(arch);
      indexes.put(arch, index);
    }
    return index;
  }
}
