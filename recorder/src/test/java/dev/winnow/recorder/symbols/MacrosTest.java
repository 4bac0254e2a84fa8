package dev.winnow.recorder.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Tools;
import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.symbols.ExpressionCache.Meaning;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the macros that strace prints stand for, against the kernel's headers of each target. */
class MacrosTest {
  /** What strace prints, and after {@code =} the C expression if it is another. */
  private static final List<String> PRINTED =
      List.of(
          "_IOC(_IOC_READ|_IOC_WRITE, 0xde, 0xad, 0x10)",
          "_IOC(_IOC_NONE, 0x54, 0x1, 0)",
          "_IOC(_IOC_WRITE, 0x54, 0xff, 0x1fff)",
          "EVIOCGNAME(7)",
          "EVIOCGPHYS(256)",
          "EVIOCGUNIQ(8)",
          "EVIOCGPROP(8)",
          "EVIOCGMTSLOTS(8)",
          "EVIOCGKEY(8)",
          "EVIOCGLED(8)",
          "EVIOCGSND(8)",
          "EVIOCGSW(8)",
          "EVIOCGBIT(EV_KEY, 8)",
          "HIDIOCGRAWNAME(8)",
          "HIDIOCGRAWPHYS(8)",
          "HIDIOCGRAWUNIQ(8)",
          "HIDIOCGPHYS(8)",
          "JSIOCGNAME(80)",
          "UI_GET_SYSNAME(8)",
          "QCMD(Q_GETINFO, GRPQUOTA)",
          "IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)=IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | 4",
          "KERNEL_VERSION(6, 1, 300)",
          "htons(80)=__cpu_to_be16(80)",
          "BTRFS_IOC_SUBVOL_GETFLAGS",
          "PERF_EVENT_IOC_ENABLE",
          "TCGETS");

  /** Headers of the C library that the kernel's ask for; the cross packages have none. */
  private static final List<String> STUBS =
      List.of(
          "sys/time.h:struct timeval { long seconds, microseconds; };",
          "sys/ioctl.h:#include <asm/ioctl.h>",
          "sys/types.h:");

  private static final String HEADERS =
      List.of(
              "asm/termbits.h",
              "asm/ioctls.h",
              "asm/byteorder.h",
              "linux/types.h",
              "asm/ioctl.h",
              "linux/input.h",
              "linux/hidraw.h",
              "linux/hiddev.h",
              "linux/joystick.h",
              "linux/uinput.h",
              "linux/ioprio.h",
              "linux/quota.h",
              "linux/version.h",
              "linux/btrfs.h",
              "linux/perf_event.h")
          .stream()
          .map(header -> "#include <" + header + ">\n")
          .reduce("", String::concat);

  private static final String BIG = "-U__BYTE_ORDER__ -D__BYTE_ORDER__=__ORDER_BIG_ENDIAN__";
  private static final Pattern QUAD = Pattern.compile("\\.quad\t(-?\\d+)|\\.zero\t8");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "X86_64, x86_64-linux-gnu, -m64, libc6-dev",
    "AARCH64, aarch64-linux-gnu, -U__x86_64__ -D__aarch64__ -D__AARCH64EL__, arm64",
    "RISCV64, riscv64-linux-gnu, -U__x86_64__ -D__riscv -D__riscv_xlen=64, riscv64",
    "PPC64LE, powerpc64le-linux-gnu, -U__x86_64__ -D__powerpc64__ -D__LITTLE_ENDIAN__, ppc64el",
    "S390X, s390x-linux-gnu, -U__x86_64__ -D__s390__ -D__s390x__ " + BIG + ", s390x",
    "MIPS64, mips64-linux-gnuabi64, -U__x86_64__ -D__mips64 -D_MIPS_SIM=3 -D_ABI64=3"
        + " -D_MIPS_SZLONG=64 -D__MIPSEB__ "
        + BIG
        + ", mips64",
    "MIPSEL64, mips64el-linux-gnuabi64, -U__x86_64__ -D__mips64 -D_MIPS_SIM=3 -D_ABI64=3"
        + " -D_MIPS_SZLONG=64 -D__MIPSEL__, mips64el"
  })
  void valueIsTheHeaders(Arch arch, String triplet, String options, String packaged)
      throws IOException {
    ExpressionCache expressions = new ExpressionCache(arch);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    StringBuilder source = new StringBuilder(HEADERS);
    for (String row : PRINTED) {
      String c = row.substring(row.indexOf('=') + 1);
      source.append("const unsigned long long v").append(expected.size());
      source.append(" = (unsigned int) (").append(c).append(");\n");
      expected.add(row);
      String text = row.indexOf('=') < 0 ? row : row.substring(0, row.indexOf('='));
      byte[] bytes = Ascii.bytes(text);
      Meaning meaning = expressions.of(bytes, 0, bytes.length);
      actual.add(row + " " + (meaning.known ? meaning.value & 0xffff_ffffL : meaning.shown));
    }
    Matcher values = QUAD.matcher(compiled(source.toString(), triplet, options, packaged));
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(values.find(), () -> "gcc gives fewer than " + expected.size() + " values");
      String value = values.group(1) == null ? "0" : values.group(1);
      expected.set(i, expected.get(i) + " " + value);
    }
    assertEquals(String.join("\n", expected), String.join("\n", actual));
  }

  private String compiled(String source, String triplet, String options, String packaged)
      throws IOException {
    for (String stub : STUBS) {
      Path header = directory.resolve("stubs").resolve(stub.substring(0, stub.indexOf(':')));
      Files.createDirectories(header.getParent());
      Files.writeString(header, stub.substring(stub.indexOf(':') + 1) + "\n");
    }
    Files.writeString(directory.resolve("macros.c"), source);
    boolean host = packaged.startsWith("libc");
    Path include = host ? Path.of("/usr/include") : Path.of("/usr", triplet, "include");
    String install = host ? packaged : "linux-libc-dev-" + packaged + "-cross";
    assertTrue(
        Files.exists(include.resolve("linux/input.h")), "missing; apt-get install " + install);
    List<String> command =
        new ArrayList<>(List.of(Tools.require("gcc"), "-S", "-O1", "-fno-toplevel-reorder", "-w"));
    command.addAll(List.of("-nostdinc", "-ffreestanding", "-isystem", "stubs"));
    command.addAll(List.of("-isystem", include.toString()));
    command.addAll(List.of("-isystem", include.resolve(triplet).toString()));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("macros.c", "-o", "macros.s"));
    Path folder = directory;
    assertEquals(
        0,
        Tools.run(folder, command.toArray(String[]::new)),
        () -> new String(Tools.read(folder.resolve("stderr")), StandardCharsets.UTF_8));
    return Files.readString(directory.resolve("macros.s"));
  }
}
