package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Tools;
import dev.winnow.recorder.symbols.RenumberedRequests;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every decoder of strace against the registers: a program makes every call with odd arguments and
 * notes the registers of each itself, so that one run shows both.
 */
class DecodersTest {
  /** Its seed is its row, so that a row fails again as it failed. */
  private static final String ROUNDS = "8";

  /** At most one value in this many may be unknown: what the text leaves open, as a bare macro. */
  private static final int KNOWN = 500;

  @TempDir static Path directory;

  @BeforeAll
  static void compile() throws IOException {
    Tools.compile("decoders", "X86_64", directory, "-m64");
    Tools.compile("decoders", "I386", directory, "-m32");
    for (Arch arch : List.of(Arch.X86_64, Arch.I386)) {
      Files.write(directory.resolve(arch.name() + ".values"), values(Constants.of(arch)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, X86_64, 1, -a 0",
    "2, X86_64, 0, -v -s 8",
    "3, X86_64, 0, -X raw -s 0",
    "4, X86_64, 1, -X verbose -i -tt -T",
    "5, X86_64, 0, -yy -r",
    "6, X86_64, 1, -xx -n -ttt -f",
    "7, X86_64, 0, -z",
    "8, X86_64, 1, -e raw=all",
    "9, I386, 1, -n",
    "10, I386, 0, -n -X raw -s 0",
    "11, I386, 1, -n -X verbose -y -T",
    "12, I386, 0, -n -z -xx",
    "13, I386, 0, -n -e raw=all"
  })
  void decodedIsWhatWasInTheRegister(String seed, Arch arch, String errno, String options)
      throws IOException {
    Path truth = directory.resolve("truth");
    List<String> arguments =
        List.of(
            truth.toString(),
            directory.resolve(arch.name() + ".values").toString(),
            seed,
            ROUNDS,
            "0",
            errno,
            "0",
            "471");
    List<String> listed = new ArrayList<>(List.of(options.split(" ")));
    byte[] log = Tools.strace(directory, listed, directory.resolve(arch.name()), arguments);
    Registers registers = new Registers(arch, Tools.read(truth));
    StraceReader reader = new StraceReader(registers, arch);
    reader.read(new ByteArrayInputStream(log));
    assertEquals(List.of(), reader.summary().lines().failures());
    assertEquals(Map.of(), registers.wrong);
    assertTrue(registers.calls > 5_000, () -> registers.calls + " calls");
    assertTrue(registers.values > 10_000, () -> registers.values + " values");
    // The log does not tell the version of strace.
    registers.unknown.keySet().removeIf(shown -> isRenumbered(arch, shown));
    long unknown = registers.unknown.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(
        unknown * KNOWN <= registers.values, () -> registers.values + ": " + registers.unknown);
  }

  private static boolean isRenumbered(Arch arch, String shown) {
    return shown.startsWith("ioctl.1 ")
        && RenumberedRequests.contains(arch, shown.substring("ioctl.1 ".length()));
  }

  /** What constants stand for, in the order of their values, as the program reads them. */
  private static byte[] values(Constants constants) {
    TreeSet<Long> values = new TreeSet<>();
    constants.names().forEach(name -> values.add(constants.value(name).orElseThrow()));
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putLong);
    return bytes.array();
  }
}
