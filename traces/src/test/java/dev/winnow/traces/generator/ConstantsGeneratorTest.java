package dev.winnow.traces.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import dev.winnow.traces.generator.HeaderConstants.Constant;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the checked-in constants against the machine's headers: a sample of them, since all take
 * minutes. Rewrite the tables with {@code -Dwinnow.update=true}.
 */
class ConstantsGeneratorTest {
  /** Kernel and libc, macros and enumerators, requests with sizes of structures. */
  private static final Set<String> SAMPLE =
      new LinkedHashSet<>(
          List.of(
              "asm-generic/fcntl.h",
              "asm-generic/ioctls.h",
              "linux/fs.h",
              "linux/futex.h",
              "linux/kvm.h",
              "fcntl.h",
              "sys/socket.h"));

  /** Of the others the kernel's own: their libc's headers are not needed for the tests. */
  private static final Set<String> CROSS_SAMPLE =
      new LinkedHashSet<>(
          List.of(
              "asm/errno.h",
              "asm/fcntl.h",
              "asm/ioctls.h",
              "asm/mman.h",
              "asm/signal.h",
              "asm/socket.h",
              "linux/fs.h",
              "linux/kvm.h"));

  private static Set<String> sample(Arch arch) {
    return Target.of(arch).isCross() ? CROSS_SAMPLE : SAMPLE;
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void theConstantsAreWhatTheHeadersSay(Arch arch) throws IOException {
    if (Boolean.getBoolean("winnow.update")) {
      if (arch == Arch.X86_64) {
        ConstantsGenerator.main(new String[0]);
      }
      return; // the class path still has the old tables
    }
    Constants checkedIn = Constants.of(arch);
    Map<String, OptionalLong> expected = new LinkedHashMap<>();
    Map<String, OptionalLong> actual = new LinkedHashMap<>();
    ConstantsGenerator.of(arch, sample(arch))
        .constants()
        .values()
        .forEach(constants ->
            constants.forEach((name, constant) -> {
              expected.put(name, OptionalLong.of(constant.value()));
              actual.put(name, checkedIn.value(name));
            }));
    assertTrue(expected.size() > 1000, "the sample has only " + expected.size());
    actual.values().removeIf(OptionalLong::isEmpty);
    assertTrue(expected.size() - actual.size() < 50, "newer headers add a few names");
    expected.keySet().retainAll(actual.keySet());
    assertEquals(expected, actual);
  }

  @Test
  void aRequestIsToldFromOtherConstants() throws IOException {
    Map<String, Constant> constants = new LinkedHashMap<>();
    ConstantsGenerator.of(Arch.X86_64, SAMPLE).constants().values().forEach(constants::putAll);
    for (String request : List.of("TCGETS", "TIOCGWINSZ", "FS_IOC_FIEMAP", "KVM_RUN", "TCGETS2")) {
      assertTrue(isRequest(constants, request), request);
    }
    for (String other : List.of("O_CLOEXEC", "FUTEX_WAIT", "TIOCPKT_DATA", "KVM_API_VERSION")) {
      assertEquals(false, isRequest(constants, other), other);
    }
  }

  private static boolean isRequest(Map<String, Constant> constants, String name) {
    Constant constant = constants.get(name);
    assertTrue(constant != null, name);
    return constant != null && constant.isRequest();
  }
}
