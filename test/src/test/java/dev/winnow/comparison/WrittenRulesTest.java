package dev.winnow.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.oci.OciMeaning;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.OciTest;
import dev.winnow.policy.oci.PolicyToOci;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenRulesTest {
  private static Policy policy(String rules) throws Exception {
    return Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\n" + rules);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "1 => any",
        "count < 38 || count == 39 || count > 40 => 2 LT 38; 2 EQ 39; 2 GT 40",
        "count in {8, 9} && buf != 0 => 2 EQ 8, 1 NE 0; 2 EQ 9, 1 NE 0",
        "(count & 6) == 2 => 2 MASKED_EQ 6 2",
        "fd == 3 => 0 MASKED_EQ 4294967295 3",
        "fd <= 2 => no words",
        "count >= 8 && count <= 40 => no words",
        "count in 8..9 => no words",
        "!(count == 8) => no words"
      })
  void conditionsInLibseccompsWords(String condition, String expected) throws Exception {
    Expr expr =
        policy("sys_read: " + condition).sections().getFirst().rules().getFirst().condition();
    List<List<OciTest>> ways = WrittenRules.ways(expr);
    String text =
        ways == null
            ? "no words"
            : ways.stream()
                .map(way ->
                    way.isEmpty()
                        ? "any"
                        : way.stream()
                            .map(WrittenRulesTest::text)
                            .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    assertEquals(expected, text);
  }

  private static String text(OciTest test) {
    String second = test.op() == OciTest.Op.MASKED_EQ ? " " + test.valueTwo() : "";
    return test.index() + " " + test.op() + " " + test.value() + second;
  }

  @Test
  void fewerRulesOfTheSameMeaning() throws Exception {
    Policy policy =
        policy(
            """
            sys_getpid: 1
            sys_socket: arg0:64 < 38 || arg0:64 == 39 || arg0:64 > 40
            sys_write: fd <= 2
            sys_clone3: 1 -> errno(ENOSYS)
            """);
    OciSeccomp exported = PolicyToOci.of(policy).profile();
    OciSeccomp written = WrittenRules.of(policy, exported);
    assertEquals(3, named(written, "socket"));
    assertTrue(named(exported, "socket") > 30);
    assertEquals(named(exported, "write"), named(written, "write"));
    PolicyDiff difference =
        PolicyDiff.between(OciMeaning.of(exported), Objects.requireNonNull(OciMeaning.of(written)));
    assertTrue(difference.changes().isEmpty(), difference.text());
  }

  private static long named(OciSeccomp profile, String name) {
    return profile.rules().stream().filter(rule -> rule.names().contains(name)).count();
  }
}
