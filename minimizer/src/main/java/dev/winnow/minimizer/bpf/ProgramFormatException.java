package dev.winnow.minimizer.bpf;

/** Bytes that are no BPF program. */
public final class ProgramFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int offset;

  ProgramFormatException(int offset, String message) {
    super("byte %d (instruction %d): %s".formatted(offset, offset / 8, message));
    this.offset = offset;
  }

  /** Where, in bytes from the start. */
  int offset() {
    return offset;
  }
}
