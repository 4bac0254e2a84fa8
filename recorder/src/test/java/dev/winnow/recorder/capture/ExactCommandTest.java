package dev.winnow.recorder.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void everyByteOfAnArgumentArrives() throws Exception {
    byte[] all = new byte[255];
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of("/usr/bin/printf", "%s\\n"));
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i + 1);
    }
    for (byte[] word :
        List.of(all, new byte[0], "'\"$`\\ *~".getBytes(UTF_8), "\n\n".getBytes(UTF_8))) {
      words.add(NativeText.of(word));
      expected.writeBytes(word);
      expected.write('\n');
    }
    assertArrayEquals(expected.toByteArray(), output(words));
  }

  @Test
  void environmentIsTheCallers() throws Exception {
    byte[] mine = Files.readAllBytes(Path.of("/proc/self/environ"));
    assertEquals(NativeText.of(mine), NativeText.of(output(List.of("/usr/bin/env", "-0"))));
  }

  private byte[] output(List<String> command) throws Exception {
    List<String> exact = ExactCommand.write(directory.resolve("start"), command);
    ProcessBuilder builder = new ProcessBuilder(exact);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    return output;
  }
}
