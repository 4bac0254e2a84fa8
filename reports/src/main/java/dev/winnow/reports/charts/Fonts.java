package dev.winnow.reports.charts;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** The charts' font, and whether the machine has one at all: servers and containers often don't. */
final class Fonts {
  static {
    // Pictures need no screen; where DISPLAY names one that is gone, AWT would fail to reach it.
    System.setProperty("java.awt.headless", "true");
  }

  private Fonts() {}

  static Font plain(int points) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, points);
  }

  /**
   * Finds out before anything is drawn.
   *
   * @throws MissingFontException if there is no font, or not the libraries that read it
   */
  static void require() {
    require(Fonts::measure);
  }

  /**
   * A JDK without fontconfig or without a font throws a RuntimeException ("Fontconfig head is
   * null") or a bare Error ("No physical fonts found"), one without libfreetype an
   * UnsatisfiedLinkError, and any of them a NoClassDefFoundError when it is asked again.
   */
  static void require(Runnable probe) {
    try {
      probe.run();
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new MissingFontException(e);
    }
  }

  private static void measure() {
    Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      if (graphics.getFontMetrics(plain(12)).stringWidth("winnow") <= 0) {
        throw new IllegalStateException("letters have no width");
      }
    } finally {
      graphics.dispose();
    }
  }
}
