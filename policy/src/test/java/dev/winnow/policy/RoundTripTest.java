package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is printed is read as the same policy, and printed as the same bytes. */
class RoundTripTest {
  @Test
  void generatedPolicies() throws PolicySyntaxException {
    for (long seed = 0; seed < 800; seed++) {
      Policy policy = new PolicyGenerator(seed).policy();
      String text = Policies.print(policy);
      Policy read = Policies.parse("seed " + seed, text);
      assertEquals(policy, read, "seed " + seed + ":\n" + text);
      assertEquals(text, Policies.print(read), "seed " + seed);
    }
  }
}
