package dev.winnow.reports.charts;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The colours of a chart. Those of data are from the palette of Okabe and Ito ("Color Universal
 * Design", 2008), which people with any colour vision tell apart; those of a heat map get darker
 * (on dark ground: brighter) from step to step.
 *
 * @param paper behind everything
 * @param ink of texts
 * @param grid of lines behind the data
 * @param tones of data, in the order of {@link Tone}
 * @param heat from little to much
 */
public record Theme(Color paper, Color ink, Color grid, List<Color> tones, List<Color> heat) {
  public static final Theme LIGHT =
      new Theme(
          new Color(0xffffff),
          new Color(0x24292f),
          new Color(0xd8dee4),
          colors(0x009e73, 0x0072b2, 0xd55e00, 0x8c959f),
          colors(0xdbeaf5, 0xa9cfe8, 0x63abd8, 0x1f7fbd, 0x07477a));

  public static final Theme DARK =
      new Theme(
          new Color(0x161b22),
          new Color(0xd1d7e0),
          new Color(0x30363d),
          colors(0x1fb58a, 0x56b4e9, 0xe69f00, 0x6e7681),
          colors(0x1b3347, 0x20557c, 0x2c80b8, 0x62b3e6, 0xbfe3fb));

  public Theme {
    tones = List.copyOf(tones);
    heat = List.copyOf(heat);
  }

  private static List<Color> colors(int... rgb) {
    return java.util.Arrays.stream(rgb).mapToObj(Color::new).toList();
  }

  public Color of(Tone tone) {
    return switch (tone) {
      case ALLOWED -> tones.get(0);
      case CONSTRAINED -> tones.get(1);
      case DENIED -> tones.get(2);
      case NEUTRAL -> tones.get(3);
    };
  }

  private List<Color> all() {
    List<Color> all = new ArrayList<>(List.of(paper, ink, grid));
    all.addAll(tones);
    all.addAll(heat);
    return all;
  }

  /**
   * Style that makes the pictures of {@link Chart#svg}, which are drawn in {@link #LIGHT}, follow
   * the page's colour scheme.
   */
  public static String css() {
    StringBuilder css = new StringBuilder();
    List<Color> light = LIGHT.all();
    List<Color> dark = DARK.all();
    for (int i = 0; i < light.size(); i++) {
      for (String property : List.of("fill", "stroke")) {
        css.append(
            String.format(
                Locale.ROOT,
                ".chart [%1$s=\"%2$s\"]{%1$s:light-dark(%3$s,%4$s)}\n",
                property,
                svg(light.get(i)),
                hex(light.get(i)),
                hex(dark.get(i))));
      }
    }
    return css.toString();
  }

  /** As Batik writes a colour. */
  private static String svg(Color color) {
    return color.equals(Color.WHITE)
        ? "white"
        : "rgb(%d,%d,%d)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }

  private static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }
}
