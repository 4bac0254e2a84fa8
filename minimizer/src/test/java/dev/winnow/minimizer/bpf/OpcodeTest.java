package dev.winnow.minimizer.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpcodeTest {
  /** Worked out by hand from linux/bpf_common.h for each line of seccomp_check_filter. */
  private static final Set<Integer> SECCOMP =
      Set.of(
          0x20, 0x80, 0x81, 0x06, 0x16, // ld abs, ld len, ldx len, ret k, ret a
          0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, // add, sub, mul, div
          0x54, 0x5c, 0x44, 0x4c, 0xa4, 0xac, 0x64, 0x6c, 0x74, 0x7c,
          0x84, // and or xor lsh rsh neg
          0x00, 0x01, 0x07, 0x87, 0x60, 0x61, 0x02, 0x03, // immediates, tax, txa, memory
          0x05, 0x15, 0x1d, 0x35, 0x3d, 0x25, 0x2d, 0x45, 0x4d); // jumps

  @Test
  void knowsExactlyTheOperationsOfSeccomp() {
    Set<Integer> known = new HashSet<>();
    for (int code = 0; code <= 0xffff; code++) {
      if (Opcode.isKnown(code)) {
        known.add(code);
      }
    }
    assertEquals(SECCOMP, known);
  }

  @Test
  void everyOperationHasOneConstant() throws IllegalAccessException {
    Set<Integer> constants = new HashSet<>();
    for (Field field : Opcode.class.getFields()) {
      if (!Set.of("DATA_BYTES", "MEMORY_WORDS").contains(field.getName())) {
        constants.add(field.getInt(null));
      }
    }
    assertEquals(SECCOMP, constants);
  }

  @Test
  void leavesOutWhatSeccompLeavesOutOfClassicBpf() {
    int modK = 0x94;
    int loadHalfword = 0x28;
    int loadIndirect = 0x40;
    int loadIpHeaderLength = 0xb1;
    for (int code : new int[] {modK, loadHalfword, loadIndirect, loadIpHeaderLength}) {
      assertFalse(Opcode.isKnown(code));
    }
  }
}
