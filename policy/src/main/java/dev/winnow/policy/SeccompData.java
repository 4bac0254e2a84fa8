package dev.winnow.policy;

import java.util.Arrays;
import java.util.List;

/**
 * What a filter sees of one event: {@code struct seccomp_data}.
 *
 * @param number the syscall number
 * @param arch the audit token
 * @param instructionPointer where the call was made
 * @param args six registers
 */
public record SeccompData(int number, int arch, long instructionPointer, List<Long> args) {
  public SeccompData {
    args = List.copyOf(args);
    if (args.size() != 6) {
      throw new IllegalArgumentException("six arguments, not " + args.size());
    }
  }

  /** An event with these registers. */
  public static SeccompData of(int arch, int number, long... args) {
    long[] six = Arrays.copyOf(args, 6);
    return new SeccompData(number, arch, 0, Arrays.stream(six).boxed().toList());
  }

  /** Word {@code index} of the struct: 0 number, 1 arch, 2-3 instruction pointer, 4… arguments. */
  public int word(int index) {
    return switch (index) {
      case 0 -> number;
      case 1 -> arch;
      default -> {
        long value = index < 4 ? instructionPointer : args.get((index - 4) / 2);
        yield (int) (index % 2 == 0 ? value : value >>> 32);
      }
    };
  }
}
