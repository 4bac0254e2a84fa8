package dev.winnow.minimizer.compiler;

/** An event that the program's cost is measured on. */
final class Sample {
  private final int[] words;
  private final double weight;

  Sample(int[] words, double weight) {
    this.words = words.clone();
    this.weight = weight;
  }

  /** A word of its struct seccomp_data. */
  int word(int index) {
    return words[index];
  }

  /** Its share of all events. */
  double weight() {
    return weight;
  }
}
