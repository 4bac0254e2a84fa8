package dev.winnow.reports.charts;

import java.util.List;
import java.util.OptionalDouble;

/** What a chart draws. Texts must be fit for a page; they are escaped, not made visible. */
public sealed interface Drawing {
  /** No picture, since it would mislead or show nothing; the sentence says why. */
  record Refusal(String why) implements Drawing {}

  /**
   * Horizontal bars, the first on top.
   *
   * @param axis what their length means
   * @param logarithmic whether lengths are logarithms; then each bar has one part
   * @param bars from the top
   * @param legend what the tones mean
   */
  record Bars(String axis, boolean logarithmic, List<Bar> bars, List<Key> legend)
      implements Drawing {
    public Bars {
      bars = List.copyOf(bars);
      legend = List.copyOf(legend);
    }
  }

  /**
   * One bar.
   *
   * @param label before it
   * @param note behind it
   * @param parts one behind the other
   */
  record Bar(String label, String note, List<Part> parts) {
    public Bar {
      parts = List.copyOf(parts);
    }

    public double length() {
      return parts.stream().mapToDouble(Part::value).sum();
    }
  }

  /** A part of a bar. */
  record Part(Tone tone, double value) {}

  /** A tone's meaning. */
  record Key(String label, Tone tone) {}

  /**
   * Curves over a numeric axis, with bands.
   *
   * @param across the horizontal axis
   * @param up the vertical axis
   * @param percent whether values are shares of 1
   * @param curves in the order of the legend
   * @param marker a vertical line, if any
   */
  record Curves(
      String across, String up, boolean percent, List<Curve> curves, OptionalDouble marker)
      implements Drawing {
    public Curves {
      curves = List.copyOf(curves);
    }
  }

  /** One curve; dashed where it is not observed. */
  record Curve(String label, Tone tone, boolean dashed, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** A point of a curve and of its band; without a band all three are the same. */
  record Point(double x, double y, double least, double most) {}

  /**
   * A heat map: the darker, the more; nothing where there is nothing.
   *
   * @param across what a column is
   * @param rows their labels, from the top
   * @param columns how many
   * @param cells by row, then column
   */
  record Heat(String across, List<String> rows, int columns, List<List<Long>> cells)
      implements Drawing {
    public Heat {
      rows = List.copyOf(rows);
      cells = cells.stream().map(List::copyOf).toList();
    }

    /** The step of a count, 0 to 4: each is ten times the one before. */
    static int step(long count) {
      return Math.min(4, Long.toString(count).length() - 1);
    }
  }

  /**
   * Labelled points; those of one tone are joined by a line if there is a key for it.
   *
   * @param across the horizontal axis, logarithms of shares of 1 above 0
   * @param up the vertical axis
   * @param dots the points
   * @param joined a tone whose points are joined
   * @param legend what the tones mean
   */
  record Dots(String across, String up, List<Dot> dots, Tone joined, List<Key> legend)
      implements Drawing {
    public Dots {
      dots = List.copyOf(dots);
      legend = List.copyOf(legend);
    }
  }

  /** A labelled point. */
  record Dot(String label, Tone tone, double x, double y) {}
}
