package dev.winnow.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs several command lines in one process. The launcher starts it once, to find out which classes
 * its archive is to hold; people start {@link Main}.
 */
final class Training {
  /** Behind every command line, as in {@code find -exec}. */
  private static final String END = ";";

  private Training() {}

  public static void main(String[] args) {
    Main.openStreams();
    List<String> line = new ArrayList<>();
    for (String word : args) {
      if (word.equals(END)) {
        Main.run(line.toArray(String[]::new)); // one that fails has trained as well
        line.clear();
      } else {
        line.add(word);
      }
    }
  }
}
