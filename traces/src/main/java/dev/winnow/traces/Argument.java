package dev.winnow.traces;

import java.util.List;

/**
 * An argument of a syscall.
 *
 * @param name the kernel's name, as in ftrace's event formats; policies print it
 * @param aliases other names that policies may use, such as the man page's
 * @param type the C type in the kernel's prototype
 * @param kind what the argument means
 * @param width the effective width in bits, 16, 32 or 64: the bits that the kernel uses
 * @param constants the name of the {@link ConstantFamily} that names its values, or ""
 */
public record Argument(
    String name, List<String> aliases, String type, Kind kind, int width, String constants) {
  public Argument {
    aliases = List.copyOf(aliases);
    if (width != 16 && width != 32 && width != 64) {
      throw new IllegalArgumentException("width of " + name + " is " + width + ", not 16, 32, 64");
    }
  }

  /** The bits of a register that count. */
  public long mask() {
    return width == 64 ? -1L : (1L << width) - 1;
  }
}
