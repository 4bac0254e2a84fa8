package dev.winnow.recorder.symbols;

import dev.winnow.traces.Arch;

/**
 * How the 32 bits of an ioctl's request are put together, from the highest: the direction, the size
 * of the argument, a letter and a number of 8 bits each.
 */
public enum IoctlLayout {
  /** asm-generic/ioctl.h: the size has 14 bits. */
  GENERIC(30, 0, 1, 2),
  /** asm/ioctl.h of powerpc and mips: the size has 13 bits, and "no argument" is a bit too. */
  THREE_DIRECTION_BITS(29, 1, 4, 2);

  private static final int SIZE_SHIFT = 16;
  private static final int LETTER_SHIFT = 8;

  private final int directionShift;

  /** {@code _IOC_NONE}. */
  final long none;

  /** {@code _IOC_WRITE}. */
  final long write;

  /** {@code _IOC_READ}. */
  final long read;

  IoctlLayout(int directionShift, long none, long write, long read) {
    this.directionShift = directionShift;
    this.none = none;
    this.write = write;
    this.read = read;
  }

  /** That of {@code arch}. */
  public static IoctlLayout of(Arch arch) {
    return switch (arch) {
      case PPC64LE, MIPS64, MIPSEL64 -> THREE_DIRECTION_BITS;
      case X86_64, I386, X32, AARCH64, ARM, RISCV64, S390X -> GENERIC;
    };
  }

  /** {@code _IOC(direction, letter, number, size)}. */
  long request(long direction, long letter, long number, long size) {
    return direction << directionShift | size << SIZE_SHIFT | letter << LETTER_SHIFT | number;
  }

  /** The same request as {@link #GENERIC} has it; old ones without a direction stay as they are. */
  public long generic(long request) {
    if (this == GENERIC) {
      return request;
    }
    long direction = request >>> directionShift;
    long written = (direction & write) != 0 ? GENERIC.write : 0;
    long reads = (direction & read) != 0 ? GENERIC.read : 0;
    long rest = request & (1L << directionShift) - 1;
    return (written | reads) << GENERIC.directionShift | rest;
  }

  /** Whether the request says that its argument is in memory, where the kernel reads or writes. */
  public boolean inMemory(long request) {
    return generic(request) >>> GENERIC.directionShift != 0;
  }
}
