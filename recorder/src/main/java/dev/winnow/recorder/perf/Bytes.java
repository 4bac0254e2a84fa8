package dev.winnow.recorder.perf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in bytes; callers have checked the bounds. */
final class Bytes {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private Bytes() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  static int u16(byte[] b, int at) {
    return (short) SHORT.get(b, at) & 0xffff;
  }

  static int i32(byte[] b, int at) {
    return (int) INT.get(b, at);
  }

  static long i64(byte[] b, int at) {
    return (long) LONG.get(b, at);
  }

  /** A signed number of 4 or 8 bytes. */
  static long signed(byte[] b, int at, int size) {
    return size == Integer.BYTES ? i32(b, at) : i64(b, at);
  }

  /** An unsigned number of 4 or 8 bytes. */
  static long unsigned(byte[] b, int at, int size) {
    return size == Integer.BYTES ? i32(b, at) & 0xffff_ffffL : i64(b, at);
  }

  /** The text at {@code at} that a zero byte or {@code limit} ends. */
  static String text(byte[] b, int at, int limit) {
    int end = at;
    while (end < limit && b[end] != 0) {
      end++;
    }
    return new String(b, at, end - at, java.nio.charset.StandardCharsets.UTF_8);
  }
}
