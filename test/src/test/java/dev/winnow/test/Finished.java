package dev.winnow.test;

/**
 * A program that has ended.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Finished(int exitCode, String out, String err) {
  /** Everything, for the message of an assertion. */
  public String all() {
    return "exit code " + exitCode + "\n--- out\n" + out + "\n--- err\n" + err;
  }
}
