package dev.winnow.traces;

import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An architecture as seccomp sees it, with the name that policies and evidence files use. */
public enum Arch {
  /** 64-bit x86. */
  X86_64("x86_64", 0xC000003E, 64),
  /** 32-bit x86; on a 64-bit kernel the compat ABI, also reached by {@code int 0x80}. */
  I386("i386", 0x40000003, 32),
  /**
   * The x32 ABI: the same audit token as x86_64, told apart by bit 30 of the number ({@code
   * __X32_SYSCALL_BIT} in asm/unistd.h). Numbers of this architecture include the bit.
   */
  X32("x32", 0xC000003E, 64),
  /** 64-bit ARM, little endian. */
  AARCH64("aarch64", 0xC00000B7, 64),
  /** 32-bit ARM with the EABI, little endian; also what an aarch64 kernel runs as compat. */
  ARM("arm", 0x40000028, 32),
  /** 64-bit RISC-V. */
  RISCV64("riscv64", 0xC00000F3, 64),
  /** 64-bit POWER, little endian. */
  PPC64LE("ppc64le", 0xC0000015, 64),
  /** 64-bit z/Architecture. */
  S390X("s390x", 0x80000016, 64),
  /** 64-bit MIPS with the n64 ABI, big endian. Numbers start at 5000. */
  MIPS64("mips64", 0x80000008, 64),
  /** 64-bit MIPS with the n64 ABI, little endian. Numbers start at 5000. */
  MIPSEL64("mipsel64", 0xC0000008, 64);

  /** {@code __X32_SYSCALL_BIT}. */
  public static final int X32_BIT = 0x40000000;

  /** {@code __AUDIT_ARCH_LE} of linux/audit.h. */
  private static final int LITTLE_ENDIAN = 0x40000000;

  private final String label;
  private final int auditToken;
  private final int registerBits;

  Arch(String label, int auditToken, int registerBits) {
    this.label = label;
    this.auditToken = auditToken;
    this.registerBits = registerBits;
  }

  /** The name in policies, evidence and reports. */
  public String label() {
    return label;
  }

  /** {@code AUDIT_ARCH_*} of linux/audit.h, as {@code seccomp_data.arch} holds it. */
  public int auditToken() {
    return auditToken;
  }

  /** How many bits of an argument the kernel can see: 32 or 64. */
  public int registerBits() {
    return registerBits;
  }

  /**
   * The order of the bytes in memory, so also of the two words of each argument in {@code
   * seccomp_data}: a program loads the low half of the first argument from offset 16 on a
   * little-endian architecture and from 20 on a big-endian one.
   */
  public ByteOrder byteOrder() {
    return (auditToken & LITTLE_ENDIAN) != 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /**
   * The architectures, this one among them, whose programs run side by side on one kernel, so that
   * one trace may hold events of each.
   */
  public Set<Arch> onOneKernel() {
    return switch (this) {
      case X86_64, I386, X32 -> EnumSet.of(X86_64, I386, X32);
      case AARCH64, ARM -> EnumSet.of(AARCH64, ARM);
      case RISCV64, PPC64LE, S390X, MIPS64, MIPSEL64 -> EnumSet.of(this);
    };
  }

  /**
   * The architecture of an event, or null if it is none of these.
   *
   * @param token {@code seccomp_data.arch}
   * @param number {@code seccomp_data.nr}, which tells x32 from x86_64; one with bit 31 is x86_64's
   */
  public static @Nullable Arch of(int token, int number) {
    Arch arch = ofAuditToken(token);
    return arch == X86_64 && number >= X32_BIT ? X32 : arch;
  }

  /** The architecture of that name, or null. */
  public static @Nullable Arch ofLabel(String label) {
    for (Arch arch : values()) {
      if (arch.label.equals(label)) {
        return arch;
      }
    }
    return null;
  }

  /**
   * The architecture of that audit token, or null. x86_64 for the token that x32 shares with it:
   * the number tells these two.
   */
  public static @Nullable Arch ofAuditToken(int token) {
    for (Arch arch : values()) {
      if (arch.auditToken == token) {
        return arch;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return label;
  }
}
