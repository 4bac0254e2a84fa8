package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplexedTest {
  /** The constants are generated from linux/net.h (SYS_SOCKET) and linux/ipc.h (SEMGET). */
  @ParameterizedTest
  @CsvSource({"socketcall, SYS_, 20", "ipc, '', 12"})
  void numbersAreTheKernels(String multiplexer, String prefix, int count) {
    assertNotNull(SyscallTable.of(Arch.I386).byName(multiplexer));
    assertEquals(count, Multiplexed.callsOf(multiplexer).size());
    for (Multiplexed call : Multiplexed.callsOf(multiplexer)) {
      String constant = prefix + call.name().toUpperCase(Locale.ROOT);
      assertEquals(OptionalLong.of(call.call()), Constants.of(Arch.I386).value(constant), constant);
      assertEquals(call, Multiplexed.of(call.name()));
    }
    assertNull(Multiplexed.of(multiplexer));
  }
}
