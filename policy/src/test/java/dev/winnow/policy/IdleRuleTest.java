package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleRuleTest {
  private static List<String> idle(String rules) throws Exception {
    Policy policy = Policies.parse("test", "arch x86_64\ndefault errno(EPERM)\n" + rules);
    return IdleRule.of(policy).stream().map(IdleRule::text).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "fd <= 2, fd == 1",
    "fd == 1 || fd == 2, 'fd in {1, 2}'",
    "1, 1 -> errno(EACCES)",
    "fd & 1, fd == 3"
  })
  void ruleBehindRulesThatDecideAllOfItIsShadowed(String first, String second) throws Exception {
    List<String> idle = idle("sys_read: " + first + "\nsys_read: " + second + "\n");
    assertEquals(1, idle.size(), idle.toString());
    assertEquals(
        "sys_read: "
            + second
            + " decides nothing: the rules before it decide every event that it would",
        idle.getFirst());
  }

  @Test
  void twoRulesTogetherShadowAThird() throws Exception {
    assertEquals(1, idle("sys_read: fd < 4\nsys_read: fd >= 4\nsys_read: count == 0\n").size());
  }

  @Test
  void expressionThatNeverHoldsIsSaid() throws Exception {
    assertEquals(
        List.of("sys_read: fd == 1 && fd == 2 decides nothing: its expression never holds"),
        idle("sys_read: fd == 1 && fd == 2\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'sys_read: fd == 1', 'sys_read: fd <= 1'",
    "'sys_read: 0', 'sys_write: 1'",
    "'sys_read: fd == 1', 'sys_write: fd == 1'",
    "'sys_read: fd:64 == 4294967297', 'sys_read: fd == 1'"
  })
  void ruleThatDecidesSomethingIsNotIdle(String first, String second) throws Exception {
    assertEquals(List.of(), idle(first + "\n" + second + "\n"));
  }
}
