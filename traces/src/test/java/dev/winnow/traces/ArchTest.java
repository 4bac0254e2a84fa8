package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ArchTest {
  @Test
  void labelsFindTheirArchitecture() {
    for (Arch arch : Arch.values()) {
      assertEquals(arch, Arch.ofLabel(arch.label()));
    }
    assertNull(Arch.ofLabel("aarch64"));
  }

  @Test
  void tokensFindTheirArchitecture() {
    assertEquals(Arch.X86_64, Arch.ofAuditToken(0xC000003E));
    assertEquals(Arch.I386, Arch.ofAuditToken(0x40000003));
    assertNull(Arch.ofAuditToken(0xC00000B7));
  }
}
