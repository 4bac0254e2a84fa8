package dev.winnow.reports.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {
  private static final String REMEDY = "apt-get install fontconfig fonts-dejavu-core";

  @Test
  void whateverJavaThrowsTheMessageSaysWhatToInstall() {
    for (Throwable failure :
        List.of(
            new RuntimeException(
                "Fontconfig head is null, check your fonts or fonts configuration"),
            new UnsatisfiedLinkError("libfreetype.so.6: cannot open shared object file"),
            new NoClassDefFoundError("Could not initialize class sun.font.SunFontManager"),
            new InternalError("no fonts"))) {
      MissingFontException e =
          assertThrows(MissingFontException.class, () -> Fonts.require(() -> sneak(failure)));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.endsWith(REMEDY), message);
      assertTrue(message.contains(String.valueOf(failure.getMessage())), message);
      assertSame(failure, e.getCause());
    }
  }

  private static void sneak(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  /** A process that sees no fonts, as in a small container. */
  @Test
  void aMachineWithoutFontsIsToldSo(@TempDir Path dir) throws Exception {
    Path empty = dir.resolve("fonts.conf");
    Files.writeString(
        empty, "<?xml version=\"1.0\"?><fontconfig><cachedir>" + dir + "</cachedir></fontconfig>");
    String output = elsewhere(dir, "FONTCONFIG_FILE", empty.toString());
    assertTrue(output.startsWith("cannot draw charts: Java finds no font"), output);
    assertTrue(output.endsWith(REMEDY), output);
  }

  @Test
  void aScreenThatIsGoneIsNotNeeded(@TempDir Path dir) throws Exception {
    assertEquals("drawn", elsewhere(dir, "DISPLAY", "nowhere.invalid:77"));
  }

  private static String elsewhere(Path dir, String variable, String value) throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // Java remembers in its user's home which fonts it found.
            "-Duser.home=" + dir,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    java.environment().put(variable, value);
    java.redirectErrorStream(true);
    Process process = java.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** Draws a chart, or prints what the exception says. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      try {
        new Chart("x", "x", "", new Drawing.Refusal("x"), Numbers.NONE).png(Theme.LIGHT);
        System.out.println("drawn");
      } catch (MissingFontException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
