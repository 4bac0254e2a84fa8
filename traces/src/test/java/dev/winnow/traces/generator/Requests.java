package dev.winnow.traces.generator;

import dev.winnow.traces.Arch;
import dev.winnow.traces.generator.HeaderConstants.Constant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of constants.tsv, of which some are ioctl requests. */
final class Requests {
  private static final Pattern IOC =
      Pattern.compile("_IO(WR|R|W|C|)\\((\\w+),(\\w+)(?:,(\\d+)(?:/(\\d+))?)?\\)");

  private Requests() {}

  /** {@code 12}, {@code 0x7a0i} for a request, or {@code _IOW(0x48,201,4)}. */
  static Constant parse(Arch arch, String value) {
    Matcher ioc = IOC.matcher(value);
    if (ioc.matches()) {
      return new Constant(encode(arch, ioc), true);
    }
    boolean request = value.endsWith("i");
    String number = request ? value.substring(0, value.length() - 1) : value;
    return new Constant(Long.decode(number), request);
  }

  private static long encode(Arch arch, Matcher ioc) {
    boolean wide = arch.registerBits() == 64 && arch != Arch.X32;
    String ofLong = ioc.group(5) == null || wide ? ioc.group(4) : ioc.group(5);
    long size = ofLong == null ? 0 : Long.parseLong(ofLong);
    long low = size << 16 | Long.decode(ioc.group(2)) << 8 | Long.decode(ioc.group(3));
    boolean reads = ioc.group(1).contains("R");
    boolean writes = ioc.group(1).contains("W");
    return switch (arch) {
      // asm/ioctl.h of powerpc and mips: 13 bits of size, and a bit for each direction and none.
      case PPC64LE, MIPS64, MIPSEL64 ->
          low | (reads ? 2L << 29 : 0) | (writes ? 4L << 29 : 0) | (reads || writes ? 0 : 1L << 29);
      default -> low | (reads ? 2L << 30 : 0) | (writes ? 1L << 30 : 0);
    };
  }
}
