package dev.winnow.minimizer.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic BPF program. Its bytes are a raw little-endian {@code struct sock_filter[]}, which
 * bwrap, minijail0, setpriv and libseccomp's export use: 16-bit code, 8-bit jt, 8-bit jf, 32-bit k.
 *
 * <p>A program of this type may be one that the kernel refuses: see {@link KernelRules}.
 *
 * @param instructions in order
 */
public record Program(List<Instruction> instructions) {
  /** {@code BPF_MAXINSNS} (linux/bpf_common.h): the kernel refuses more instructions than this. */
  public static final int MAX_INSTRUCTIONS = 4096;

  private static final int INSTRUCTION_BYTES = 8;

  /** {@code sock_fprog.len} has 16 bits. */
  private static final int MAX_BYTES = 0xffff * INSTRUCTION_BYTES;

  public Program {
    instructions = List.copyOf(instructions);
  }

  public Program(Instruction... instructions) {
    this(List.of(instructions));
  }

  public int size() {
    return instructions.size();
  }

  public Instruction get(int index) {
    return instructions.get(index);
  }

  /**
   * Reads a raw program.
   *
   * @throws ProgramFormatException if the bytes are no {@code struct sock_filter[]} of operations
   *     that seccomp knows; the message names the offset
   */
  public static Program read(byte[] bytes) {
    int whole = bytes.length / INSTRUCTION_BYTES * INSTRUCTION_BYTES;
    if (bytes.length == 0) {
      throw new ProgramFormatException(0, "nothing there; expected a raw struct sock_filter[]");
    }
    if (bytes.length > MAX_BYTES) {
      throw new ProgramFormatException(MAX_BYTES, "more than 65535 instructions");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Instruction> instructions = new ArrayList<>(whole / INSTRUCTION_BYTES);
    for (int offset = 0; offset < whole; offset += INSTRUCTION_BYTES) {
      instructions.add(readInstruction(buffer, offset));
    }
    if (whole != bytes.length) {
      throw new ProgramFormatException(
          whole, "%d bytes left over; instructions have 8".formatted(bytes.length - whole));
    }
    return new Program(instructions);
  }

  private static Instruction readInstruction(ByteBuffer buffer, int offset) {
    int code = Short.toUnsignedInt(buffer.getShort(offset));
    if (!Opcode.isKnown(code)) {
      String hint =
          Opcode.isKnown(Short.toUnsignedInt(Short.reverseBytes((short) code)))
              ? "; the program seems to be big-endian"
              : "; expected a raw little-endian struct sock_filter[]";
      throw new ProgramFormatException(
          offset, "opcode 0x%04x is not one that seccomp accepts%s".formatted(code, hint));
    }
    int jt = Byte.toUnsignedInt(buffer.get(offset + 2));
    int jf = Byte.toUnsignedInt(buffer.get(offset + 3));
    return new Instruction(code, jt, jf, buffer.getInt(offset + 4));
  }

  /** The raw program. */
  public byte[] write() {
    ByteBuffer buffer =
        ByteBuffer.allocate(size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction i : instructions) {
      buffer.putShort((short) i.code()).put((byte) i.jt()).put((byte) i.jf()).putInt(i.k());
    }
    return buffer.array();
  }
}
