package dev.winnow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.policy.Expr;
import dev.winnow.policy.PolicySyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResidualVolumeTest {
  /** kill's second argument, of 32 bits: logarithm of the values with which the rule can hold. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 ; 32",
        "sig == 9 ; 0",
        "sig in {1, 2, 8..9} ; 2",
        "(sig & ~7) == 0 ; 3",
        "(sig & 1) == 1 ; 31",
        "sig <= 15 ; 4",
        "sig < 4 || sig == 5 || sig in {9..11} ; 3",
        "(sig & ~7) == 0 && sig <= 3 ; 2",
        "pid == 0 ; 32",
        "(pid == 0 && sig == 1) || sig == 2 ; 1",
        "(pid == 0 && sig == 1) || pid == 3 ; 32",
      })
  void openBits(String condition, double bits) throws PolicySyntaxException {
    Expr expression =
        ProbeTest.policy("sys_kill: " + condition)
            .sections()
            .getFirst()
            .rules()
            .getFirst()
            .condition();
    assertEquals(bits, ResidualVolume.open(expression, 1, 32), 1e-6);
  }
}
