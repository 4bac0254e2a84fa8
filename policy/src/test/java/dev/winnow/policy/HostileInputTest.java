package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is a policy or a list of faults with their places. */
class HostileInputTest {
  private static final String HEAD = "arch x86_64\ndefault errno(1)\n";

  private static PolicySyntaxException refused(String text) {
    PolicySyntaxException e =
        assertThrows(PolicySyntaxException.class, () -> Policies.parse("hostile", text));
    assertFalse(e.errors().isEmpty());
    assertTrue(String.valueOf(e.getMessage()).length() < 500_000, "the message stays readable");
    return e;
  }

  @Test
  void deepNesting() throws PolicySyntaxException {
    for (int depth : new int[] {201, 100_000, 5_000_000}) {
      PolicyError error = refused(HEAD + "sys_read: " + "(".repeat(depth)).errors().getFirst();
      assertTrue(error.message().startsWith("more than 200 parentheses"), error.message());
      assertEquals(3, error.line());
      assertEquals(11 + 200, error.column());
    }
    refused(HEAD + "sys_read: " + "!(".repeat(100_000));
    refused(HEAD + "sys_read: fd == " + "(".repeat(100_000));
    refused(HEAD + "sys_read: " + "!".repeat(100_000));
    Policy deepest =
        Policies.parse("ok", HEAD + "sys_read: " + "!(".repeat(200) + "fd == 1" + ")".repeat(200));
    assertEquals(deepest, Policies.parse("ok", Policies.print(deepest)));
    assertEquals(Action.ALLOW, Evaluator.decide(deepest, SeccompData.of(0xC000003E, 0, 1)));
  }

  @Test
  void endlessLines() throws PolicySyntaxException {
    refused("x".repeat(10_000_000));
    refused(HEAD + "sys_" + "x".repeat(10_000_000) + ": 1");
    refused(HEAD + "sys_read: fd == " + "9".repeat(10_000_000));
    refused(HEAD + "sys_read: fd == " + "A".repeat(10_000_000));
    refused(HEAD + "sys_read: " + "a".repeat(10_000_000) + " == 1");
    refused(HEAD + "sys_read: fd == 1 " + "|| ".repeat(3_000_000));
    Policies.parse("ok", HEAD + "sys_read: 1 #" + "c".repeat(10_000_000));
    Policies.parse("ok", HEAD + "sys_read: fd == " + "0".repeat(10_000_000) + "7");
    Policy wide = Policies.parse("ok", HEAD + "sys_read: 1" + " || 1".repeat(1_000_000));
    assertEquals(Action.ALLOW, Evaluator.decide(wide, SeccompData.of(0xC000003E, 0)));
  }

  @Test
  void bytesThatAreNoText() {
    byte[] elf = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, (byte) 0xff, (byte) 0xfe};
    PolicySyntaxException e =
        assertThrows(PolicySyntaxException.class, () -> Policies.parse("a.out", elf));
    assertEquals(10, e.errors().getFirst().column());
    refused("\u0000".repeat(1000));
    refused("");
    refused("\n\r\n\r");
    refused("\uFEFF");
    refused("arch x86_64\ndefault errno(1)\uFEFF");
    refused("\u202Earch x86_64\ndefault errno(1)");
  }

  @Test
  void mutationsOfAPolicyNeverEscape() {
    String text =
        HEAD
            + """
            on_next_syscall: 1   # launcher
            unknown errno(ENOSYS)
            sys_write: (fd == 1 || fd:64 in {2, 4..9}) && !(count & ~0xfff) -> trace(7) # x
            sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0
            nr(999): arg5 >= -1
            """;
    String alphabet = " \t\n\r#()&|!~-{}.,:<>=0x9fsys_nrarg\u0000é\uD800";
    for (long seed = 0; seed < 1500; seed++) {
      Random random = new Random(seed);
      StringBuilder mutant = new StringBuilder(text);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int at = random.nextInt(mutant.length());
        switch (random.nextInt(3)) {
          case 0 -> mutant.deleteCharAt(at);
          case 1 -> mutant.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> mutant.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      survives(mutant.toString(), seed);
    }
  }

  /** A mutant that still is a policy survives printing too. */
  private static void survives(String text, long seed) {
    Policy policy;
    try {
      policy = Policies.parse("mutant", text);
    } catch (PolicySyntaxException expected) {
      assertFalse(expected.errors().isEmpty());
      return;
    }
    try {
      assertEquals(policy, Policies.parse("printed", Policies.print(policy)), "seed " + seed);
    } catch (PolicySyntaxException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void randomBytesNeverEscape() {
    for (long seed = 0; seed < 300; seed++) {
      byte[] bytes = new byte[200];
      new Random(seed).nextBytes(bytes);
      assertThrows(PolicySyntaxException.class, () -> Policies.parse("noise", bytes));
      String latin = new String(bytes, StandardCharsets.ISO_8859_1);
      assertThrows(PolicySyntaxException.class, () -> Policies.parse("noise", latin));
    }
  }
}
