package dev.winnow.minimizer.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final Program SMALL =
      new Program(
          Instruction.of(Opcode.LD_ABS, 4),
          new Instruction(Opcode.JEQ_K, 0, 255, 0xc000003e),
          Instruction.of(Opcode.RET_K, 0x7fff0000));

  private static final String SMALL_BYTES =
      "2000000004000000" + "150000ff3e0000c0" + "060000000000ff7f";

  @Test
  void writesLittleEndianStructs() {
    assertEquals(SMALL_BYTES, HexFormat.of().formatHex(SMALL.write()));
  }

  @Test
  void readsWhatItWrites() {
    assertEquals(SMALL, Program.read(SMALL.write()));
    assertArrayEquals(SMALL.write(), Program.read(SMALL.write()).write());
  }

  private static void refuses(byte[] bytes, int offset, String because) {
    ProgramFormatException e =
        assertThrows(ProgramFormatException.class, () -> Program.read(bytes));
    assertEquals(offset, e.offset());
    assertTrue(e.toString().contains(because), e.toString());
  }

  @Test
  void refusesGarbageWithItsOffset() {
    byte[] small = SMALL.write();
    refuses(new byte[0], 0, "nothing there");
    refuses("# winnow policy 1\narch x86_64\n".getBytes(StandardCharsets.UTF_8), 0, "0x2023");
    refuses(Arrays.copyOf(small, 21), 16, "5 bytes left over");
    refuses(new byte[0xffff * 8 + 8], 0xffff * 8, "more than 65535");
    small[8] = (byte) 0x94;
    refuses(small, 8, "opcode 0x0094 is not one that seccomp accepts");
    refuses(HexFormat.of().parseHex("0020000000000004"), 0, "big-endian");
  }

  @Test
  void instructionsFitTheirFields() {
    for (int[] fields : new int[][] {{-1, 0, 0}, {0x10000, 0, 0}, {5, 256, 0}, {5, 0, -1}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Instruction(fields[0], fields[1], fields[2], 0));
    }
  }
}
