package dev.winnow.recorder.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    Path script = directory.resolve("start");
    List<String> exact = ExactCommand.write(script, command, Output.PROGRAMS);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(script)));
    ProcessBuilder builder = new ProcessBuilder(exact);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    assertTrue(Files.notExists(script), "it holds the environment, and the command has it now");
    return output;
  }
}
