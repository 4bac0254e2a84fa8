package dev.winnow.traces.generator;

import dev.winnow.traces.Arch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the headers of an architecture are, and how the compiler of this machine reads them as that
 * architecture's would.
 *
 * <p>Constants need no cross compiler: what differs are the macros that the headers ask for, the
 * width of {@code long} and the alignment of 64-bit members, and these are options. The headers are
 * those of Debian's linux-libc-dev-*-cross, and for names that only libc has (sockets' types, for
 * one) libc6-dev-*-cross, which the generator needs and the tests do not. Beside gcc-multilib they
 * can be unpacked instead of installed: {@code apt-get download PACKAGES}, {@code dpkg -x} each
 * into a directory, and {@code -Dwinnow.cross=DIRECTORY/usr}.
 *
 * @param include the directory that has {@code linux/} in it
 * @param asm the directory {@code asm/}
 * @param options what makes gcc compile for the architecture
 * @param suffix what Debian calls the architecture, or "" for this machine's
 */
record Target(Path include, Path asm, List<String> options, String suffix) {
  private static final Path HOST = Path.of("/usr/include");

  /** Where Debian keeps asm/ and gnu/ of this machine; gcc looks there for 64 bits only. */
  private static final Path HOST_ARCH = HOST.resolve("x86_64-linux-gnu");

  static Target of(Arch arch) {
    return switch (arch) {
      case X86_64 -> host("-m64");
      case I386 -> host("-m32");
      case X32 -> host("-mx32");
      case AARCH64 -> cross("aarch64-linux-gnu", "arm64", "-m64 -D__aarch64__ -D__AARCH64EL__");
      case ARM ->
          cross(
              "arm-linux-gnueabihf",
              "armhf",
              // Unlike i386, the EABI aligns 64-bit members to 8 bytes.
              "-m32 -malign-double -D__arm__ -D__ARM_EABI__ -D__ARMEL__ -D__ARM_PCS_VFP");
      case RISCV64 ->
          cross(
              "riscv64-linux-gnu",
              "riscv64",
              "-m64 -D__riscv -D__riscv_xlen=64 -D__riscv_float_abi_double");
      case PPC64LE ->
          cross(
              "powerpc64le-linux-gnu",
              "ppc64el",
              "-m64 -D__powerpc__ -D__powerpc64__ -D__PPC64__ -D__LITTLE_ENDIAN__ -D_CALL_ELF=2");
      case S390X -> cross("s390x-linux-gnu", "s390x", "-m64 -D__s390__ -D__s390x__ " + BIG);
      case MIPS64 -> cross("mips64-linux-gnuabi64", "mips64", N64 + " -D__MIPSEB__ " + BIG);
      case MIPSEL64 -> cross("mips64el-linux-gnuabi64", "mips64el", N64 + " -D__MIPSEL__");
    };
  }

  private static final String BIG = "-U__BYTE_ORDER__ -D__BYTE_ORDER__=__ORDER_BIG_ENDIAN__";

  private static final String N64 =
      "-m64 -D__mips__ -D__mips=64 -D__mips64 -D_ABIO32=1 -D_ABIN32=2 -D_ABI64=3"
          + " -D_MIPS_SIM=_ABI64 -D_MIPS_SZLONG=64 -D_MIPS_SZPTR=64";

  private static Target host(String abi) {
    return new Target(
        HOST, HOST_ARCH.resolve("asm"), List.of(abi, "-isystem", HOST_ARCH.toString()), "");
  }

  private static Target cross(String triplet, String suffix, String options) {
    Path root = Path.of(System.getProperty("winnow.cross", "/usr"));
    Path include = root.resolve(triplet).resolve("include");
    List<String> all = new ArrayList<>(List.of(options.split(" ", -1)));
    for (String macro : List.of("__x86_64__", "__x86_64", "__amd64__", "__amd64", "__i386__")) {
      all.add("-U" + macro);
    }
    all.addAll(List.of("-Ui386", "-U__i386", "-funsigned-char"));
    // Without this machine's headers, but with the compiler's own (stddef.h), which need no libc.
    all.addAll(List.of("-ffreestanding", "-nostdinc", "-isystem", Gcc.ownHeaders()));
    all.addAll(List.of("-isystem", include.toString()));
    return new Target(include, include.resolve("asm"), List.copyOf(all), suffix);
  }

  boolean isCross() {
    return !suffix.isEmpty();
  }

  /** Whether libc's headers are there too. */
  boolean hasLibc() {
    return Files.exists(include.resolve("stdio.h"));
  }

  /** What to say when a header is missing. */
  String remedy() {
    String kernel = isCross() ? "linux-libc-dev-" + suffix + "-cross" : "linux-libc-dev";
    return "; install it with: apt-get install " + kernel;
  }
}
