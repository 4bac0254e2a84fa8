package dev.winnow.cli;

import dev.winnow.recorder.capture.NativeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The arguments as the caller gave them, whatever the locale. */
final class Arguments {
  private Arguments() {}

  /**
   * The last arguments of {@code /proc/self/cmdline}, which has their bytes; Java's own have lost
   * what the locale cannot say. Without /proc those must do.
   */
  static String[] exact(String[] decoded) {
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      List<String> words = split(all);
      List<String> ours = words.subList(words.size() - decoded.length, words.size());
      return ours.toArray(String[]::new);
    } catch (IOException e) {
      return decoded;
    }
  }

  private static List<String> split(byte[] all) {
    List<String> words = new ArrayList<>();
    // A byte is a char of ISO 8859-1, so that nothing is lost on the way.
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int start = 0;
    for (int end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', start)) {
      words.add(NativeText.of(text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1)));
      start = end + 1;
    }
    return words;
  }

  /** Reads a file's name, which Java can only use if the locale can say it. */
  static final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      try {
        return Path.of(name);
      } catch (InvalidPathException e) {
        throw new TypeConversionException(
            "'%s': Java cannot name this file, because it is not %s; give it another name, such as"
                    .formatted(NativeText.visible(name), System.getProperty("sun.jnu.encoding"))
                + " a symbolic link's, or - and redirect it");
      }
    }
  }
}
