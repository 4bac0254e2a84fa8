package dev.winnow.minimizer.certificate;

import java.util.List;

/**
 * The 32-bit words of {@code struct seccomp_data} (linux/seccomp.h) on a little-endian machine, by
 * offset / 4.
 */
final class Words {
  static final int NR = 0;
  static final int ARCH = 1;

  private static final List<String> NAMES =
      List.of(
          "nr",
          "arch",
          "ip.low",
          "ip.high",
          "arg0.low",
          "arg0.high",
          "arg1.low",
          "arg1.high",
          "arg2.low",
          "arg2.high",
          "arg3.low",
          "arg3.high",
          "arg4.low",
          "arg4.high",
          "arg5.low",
          "arg5.high");

  private Words() {}

  static String name(int word) {
    return NAMES.get(word);
  }

  /** The word of that name, or -1. */
  static int named(String name) {
    return NAMES.indexOf(name);
  }

  /** The low half of an argument; the high half is the next. */
  static int low(int argument) {
    return 4 + 2 * argument;
  }
}
