package dev.winnow.test;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a large log for measuring out of recordings of {@code strace -f -o}: they are repeated one
 * after the other, each time with other pids. Run it as a program: {@code java BigLog.java OUT
 * MEGABYTES RECORDING…}; two thirds of the lines should be unfinished or resumed, as in the logs
 * that the figures of the issue are from.
 */
final class BigLog {
  /** {@code PID_MAX_LIMIT} of linux/threads.h. */
  private static final int HIGHEST_PID = 4_194_304;

  private static final Pattern PID = Pattern.compile("^([0-9]+)", Pattern.MULTILINE);

  /** What makes a child names it in its result. */
  private static final Pattern CHILD =
      Pattern.compile("^([0-9]+) +(?=(?:<\\.\\.\\. )?(?:v?fork|clone3?)\\b).*= ([0-9]+)$");

  private BigLog() {}

  public static void main(String[] args) throws IOException {
    long wanted = Long.parseLong(args[1]) * 1_000_000;
    List<String> recordings = new ArrayList<>();
    for (String name : List.of(args).subList(2, args.length)) {
      recordings.add(Files.readString(Path.of(name), StandardCharsets.ISO_8859_1));
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])))) {
      long written = 0;
      int nextPid = 1000;
      while (written < wanted) {
        for (String recording : recordings) {
          Map<String, String> pids = new HashMap<>();
          byte[] bytes = renumbered(recording, nextPid, pids).getBytes(StandardCharsets.ISO_8859_1);
          out.write(bytes);
          written += bytes.length;
          nextPid = nextPid + pids.size() > HIGHEST_PID - 10_000 ? 1000 : nextPid + pids.size();
        }
      }
    }
  }

  private static String renumbered(String recording, int first, Map<String, String> pids) {
    Matcher pid = PID.matcher(recording);
    while (pid.find()) {
      pids.computeIfAbsent(pid.group(), old -> Integer.toString(first + pids.size()));
    }
    StringBuilder text = new StringBuilder(recording.length() + 4096);
    for (String line : recording.split("\n", -1)) {
      Matcher child = CHILD.matcher(line);
      boolean made = child.matches() && pids.containsKey(child.group(2));
      String rest = made ? line.substring(0, child.start(2)) + pids.get(child.group(2)) : line;
      int blank = line.indexOf(' ');
      String own = blank < 0 ? null : pids.get(line.substring(0, blank));
      text.append(own == null ? rest : own + rest.substring(blank)).append('\n');
    }
    text.setLength(text.length() - 1);
    return text.toString();
  }
}
