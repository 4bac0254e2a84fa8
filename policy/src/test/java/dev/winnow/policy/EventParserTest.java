package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "openat(AT_FDCWD, _, O_RDWR|O_CREAT)  ; openat(dfd=AT_FDCWD, *, flags=O_RDWR|O_CREAT, *)",
        "sys_read(3)                          ; read(fd=3, *, *)",
        "read()                               ; read(*, *, *)",
        "read(count=7)                        ; read(*, *, count=7)",
        "read(size=7, fd=1)                   ; read(fd=1, *, count=7)",
        "read(arg0=1, *, 9)                   ; read(fd=1, *, count=9)",
        "mmap(0, 4096, 3, 0x22, -1, 0)        ; mmap(addr=0, len=4096, prot=PROT_READ|PROT_WRITE, flags=MAP_PRIVATE|MAP_ANONYMOUS, fd=-1, off=0)",
        "nr(9999)(1)                          ; nr(9999)(arg0=1)",
      })
  void event(String text, String expected) throws PolicySyntaxException {
    assertEquals(expected, Replay.text(EventParser.parse("event", Arch.X86_64, text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | a syscall's name",
        "raed(1)                   | did you mean",
        "read                      | \"(\"",
        "read(1                    | \",\"",
        "read(O_NOSUCH)            | unknown constant",
        "read(1, 2, 3, 4)          | only 3 arguments",
        "nr(900)(1,2,3,4,5,6,7)    | at most six",
        "read(1, fd=1)             | given before",
        "nr(4294967296)(1)         | not a syscall number",
        "read(0x1ffffffff)         | does not fit",
        "read(1) x                 | the end of the event",
      })
  void faultHasAPlaceAndAReason(String text, String expected) {
    PolicySyntaxException e =
        assertThrows(
            PolicySyntaxException.class, () -> EventParser.parse("event", Arch.X86_64, text));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(expected), message);
    assertTrue(message.startsWith("event:1:"), message);
  }

  @Test
  void junkIsAlwaysAFaultOrAnEvent() {
    String letters = "read(),=_*|~-0x9 AOnrs\u0000\u202e\n\"";
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "read(" : "");
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        EventParser.parse("event", Arch.X86_64, text.toString());
      } catch (PolicySyntaxException e) {
        assertTrue(!e.errors().isEmpty(), "seed " + seed);
      }
    }
  }
}
