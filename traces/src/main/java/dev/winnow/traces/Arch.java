package dev.winnow.traces;

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
  X32("x32", 0xC000003E, 64);

  /** {@code __X32_SYSCALL_BIT}. */
  public static final int X32_BIT = 0x40000000;

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
