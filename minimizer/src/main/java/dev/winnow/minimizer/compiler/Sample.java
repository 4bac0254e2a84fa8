package dev.winnow.minimizer.compiler;

/** An event that the program's cost is measured on. Samples are ordered by their numbers. */
final class Sample implements Comparable<Sample> {
  private final int number;
  private final int[] words;
  private final double weight;
  private final double uncached;

  Sample(int number, int[] words, double weight, double uncached) {
    this.number = number;
    this.words = words.clone();
    this.weight = weight;
    this.uncached = uncached;
  }

  /** A word of its struct seccomp_data. */
  int word(int index) {
    return words[index];
  }

  /** Its share of all events, where those that the kernel decides alone count less. */
  double weight() {
    return weight;
  }

  /** Its share of all events; 0 if the kernel decides it alone. */
  double uncached() {
    return uncached;
  }

  @Override
  public int compareTo(Sample other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample sample && sample.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
