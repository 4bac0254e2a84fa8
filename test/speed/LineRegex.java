import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The obvious reader in Java, the yardstick of speed.sh: lines as strings, a regular expression,
 * split arguments counted in maps, unfinished calls joined by pid. Texts instead of numbers.
 */
final class LineRegex {
  private static final Pattern CALL =
      Pattern.compile("^(\\d+) +([a-z_][a-z0-9_]*)\\((.*)\\) += +(-?\\w+)(.*)$");
  private static final Pattern HEAD = Pattern.compile("^(\\d+) +(.*) <unfinished \\.\\.\\.>$");
  private static final Pattern REST = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)$");

  private LineRegex() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> heads = new HashMap<>();
    Map<String, Long> names = new HashMap<>();
    Map<String, Map<String, Long>> values = new HashMap<>();
    try (BufferedReader in = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.ISO_8859_1)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
          heads.put(head.group(1), head.group(2));
          continue;
        }
        Matcher rest = REST.matcher(line);
        String begun = rest.matches() ? heads.remove(rest.group(1)) : null;
        Matcher call =
            CALL.matcher(begun == null ? line : rest.group(1) + " " + begun + rest.group(3));
        if (call.matches()) {
          names.merge(call.group(2), 1L, Long::sum);
          String[] shown = call.group(3).split(", ");
          for (int i = 0; i < shown.length; i++) {
            Map<String, Long> texts =
                values.computeIfAbsent(call.group(2) + i, name -> new HashMap<>());
            if (texts.size() < 256 || texts.containsKey(shown[i])) {
              texts.merge(shown[i], 1L, Long::sum);
            }
          }
        }
      }
    }
    new TreeMap<>(names).forEach((name, count) -> System.out.println(name + ": " + count));
  }
}
