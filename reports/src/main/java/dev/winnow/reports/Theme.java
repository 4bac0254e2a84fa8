package dev.winnow.reports;

import java.awt.Color;

/**
 * The colours of a chart. Those of data are from the palette of Okabe and Ito ("Color Universal
 * Design", 2008), which people with any colour vision tell apart.
 *
 * @param name part of file names
 * @param paper behind everything
 * @param ink of texts
 * @param grid of lines behind the data
 * @param allowed of syscalls without a condition
 * @param constrained of syscalls with one, and of curves
 * @param denied of what the policy denies
 * @param neutral of the rest
 */
record Theme(
    String name,
    Color paper,
    Color ink,
    Color grid,
    Color allowed,
    Color constrained,
    Color denied,
    Color neutral) {
  static final Theme LIGHT =
      new Theme(
          "light",
          new Color(0xffffff),
          new Color(0x24292f),
          new Color(0xd8dee4),
          new Color(0x009e73),
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x8c959f));

  static final Theme DARK =
      new Theme(
          "dark",
          new Color(0x161b22),
          new Color(0xd1d7e0),
          new Color(0x30363d),
          new Color(0x009e73),
          new Color(0x56b4e9),
          new Color(0xe69f00),
          new Color(0x6e7681));

  Color of(Verdict verdict) {
    return switch (verdict) {
      case ALLOWED -> allowed;
      case CONSTRAINED -> constrained;
      case DENIED -> denied;
      case BEFORE_FILTER -> neutral;
    };
  }
}
