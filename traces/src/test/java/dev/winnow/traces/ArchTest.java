package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchTest {
  /** Against linux/audit.h, whose constants the generator reads. */
  @ParameterizedTest
  @CsvSource({
    "X86_64, AUDIT_ARCH_X86_64, 64, LITTLE_ENDIAN",
    "I386, AUDIT_ARCH_I386, 32, LITTLE_ENDIAN",
    "X32, AUDIT_ARCH_X86_64, 64, LITTLE_ENDIAN",
    "AARCH64, AUDIT_ARCH_AARCH64, 64, LITTLE_ENDIAN",
    "ARM, AUDIT_ARCH_ARM, 32, LITTLE_ENDIAN",
    "RISCV64, AUDIT_ARCH_RISCV64, 64, LITTLE_ENDIAN",
    "PPC64LE, AUDIT_ARCH_PPC64LE, 64, LITTLE_ENDIAN",
    "S390X, AUDIT_ARCH_S390X, 64, BIG_ENDIAN",
    "MIPS64, AUDIT_ARCH_MIPS64, 64, BIG_ENDIAN",
    "MIPSEL64, AUDIT_ARCH_MIPSEL64, 64, LITTLE_ENDIAN",
  })
  void tokensAreThoseOfAuditHeader(Arch arch, String constant, int bits, String order) {
    long token = Constants.of(Arch.X86_64).value(constant).orElseThrow();
    assertEquals((int) token, arch.auditToken());
    assertEquals(bits, arch.registerBits());
    assertEquals(order, arch.byteOrder().toString());
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void eachIsFoundByItsLabelAndByItsEvents(Arch arch) {
    assertSame(arch, Arch.ofLabel(arch.label()));
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      assertSame(arch, Arch.of(arch.auditToken(), syscall.number()), syscall.name());
    }
    assertTrue(arch.onOneKernel().contains(arch));
    for (Arch other : arch.onOneKernel()) {
      assertEquals(arch.onOneKernel(), other.onOneKernel());
      assertEquals(arch.byteOrder(), other.byteOrder());
    }
  }

  @Test
  void whatIsNoneOfTheseIsNull() {
    assertNull(Arch.ofLabel("alpha"));
    assertNull(Arch.of(0xC0009026, 1));
    assertSame(Arch.X86_64, Arch.of(0xC000003E, -1));
    assertSame(Arch.I386, Arch.of(0x40000003, Arch.X32_BIT));
    assertSame(Arch.X86_64, Arch.ofAuditToken(0xC000003E), "not x32, whose token it is too");
    assertNull(Arch.ofAuditToken(0xC0009026));
  }
}
