package dev.winnow.recorder.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The environment that whoever called winnow gave it, byte for byte. The launcher runs Java under
 * another locale, and a shell adds variables of its own, so it hands over what it was started with.
 */
final class CallerEnvironment {
  /** {@code /proc/PID/environ} of the launcher in base64; not part of the environment it names. */
  private static final String HANDED_OVER = "WINNOW_ENVIRONMENT";

  private CallerEnvironment() {}

  /** The entries {@code NAME=value}; without a launcher, those of this process. */
  static List<byte[]> entries() throws IOException {
    String encoded = System.getenv(HANDED_OVER);
    byte[] all =
        encoded == null
            ? Files.readAllBytes(Path.of("/proc/self/environ"))
            : Base64.getMimeDecoder().decode(encoded.getBytes(StandardCharsets.US_ASCII));
    List<byte[]> entries = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        byte[] entry = Arrays.copyOfRange(all, start, i);
        if (isVariable(entry)) {
          entries.add(entry);
        }
        start = i + 1;
      }
    }
    return entries;
  }

  /** Strings without a name are no variables, see environ(7); env(1) cannot pass them on. */
  private static boolean isVariable(byte[] entry) {
    for (int i = 0; i < entry.length; i++) {
      if (entry[i] == '=') {
        return i > 0;
      }
    }
    return false;
  }
}
