package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Tools;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is decoded must be what is in the registers: one program makes the same random calls twice,
 * once printed as strace decodes them and once, with {@code -e raw=all}, as registers.
 */
class RegistersTest {
  /** What the program puts into upper halves that no program fills; strace may hide it. */
  private static final String GARBAGE = "0xbadc0ded";

  @TempDir static Path directory;
  private static Path program = Path.of("");
  private static List<String> registers = List.of();

  @BeforeAll
  static void recordRegisters() {
    program = Tools.compile("registers", directory);
    registers = events("raw=all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abbrev", "verbose", "raw"})
  void decodedArgumentsAreTheRegisters(String style) {
    List<String> decoded = events("-X " + style);
    assertEquals(registers.size(), decoded.size());
    int values = 0;
    int undecoded = 0;
    for (int i = 0; i < decoded.size(); i++) {
      String[] expected = registers.get(i).split(" ", -1);
      String[] actual = decoded.get(i).split(" ", -1);
      for (int column = 0; column < expected.length - 1; column++) {
        boolean shown = actual[column].startsWith("0x") && expected[column].startsWith("0x");
        values += shown ? 1 : 0;
        undecoded += actual[column].equals("?") ? 1 : 0;
        if (shown && !isUpperHalfHidden(actual[2], column - 4, expected[column])) {
          assertEquals(expected[column], actual[column], registers.get(i) + "\n" + decoded.get(i));
        }
      }
    }
    assertTrue(values > 10_000, "only " + values + " values");
    assertTrue(undecoded < values / 50, undecoded + " of " + values + " were not decoded");
  }

  /** strace prints some arguments of 64 bits as an int, because the operation takes one. */
  private static boolean isUpperHalfHidden(String syscall, int index, String register) {
    Syscall called = SyscallTable.of(Arch.X86_64).byName(syscall);
    if (called == null || index < 0 || index >= called.arity()) {
      return false;
    }
    Argument argument = called.arguments().get(index);
    return argument.kind() == Kind.OPAQUE && register.startsWith(GARBAGE);
  }

  /** The calls without pid, and without those of the C library before main. */
  private static List<String> events(String style) {
    List<String> options = new ArrayList<>(List.of("-f", "-n"));
    options.addAll(style.startsWith("-X") ? List.of(style.split(" ")) : List.of("-e", style));
    List<String> events = new ArrayList<>();
    for (String range : List.of("0 334", "424 471", "0 471 i386")) {
      List<String> command = new ArrayList<>(List.of("7", "20"));
      command.addAll(List.of(range.split(" ")));
      Reading reading = Reading.of(Tools.strace(directory, options, program, command));
      assertEquals(0, reading.account().failed(), reading::accountText);
      List<String> all = reading.events;
      int main =
          all.indexOf(all.stream().filter(call -> call.contains(" seccomp ")).findFirst().get());
      all.subList(main + 1, all.size())
          .forEach(call -> events.add("0" + call.substring(call.indexOf(' '))));
    }
    return events;
  }
}
