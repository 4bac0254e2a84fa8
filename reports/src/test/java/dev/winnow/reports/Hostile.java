package dev.winnow.reports;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.LineAccount;
import java.util.List;
import java.util.TreeMap;

/** A recording by somebody who means harm to whoever reads the report. */
final class Hostile {
  static final String SCRIPT = "<script>alert(1)</script>";
  static final String TEXT =
      SCRIPT
          + "\"><img src=x onerror=alert(1)>'--> ]]> \u001b[2J\u009b31m \u202egpj.exe\u2066 \r\n &amp;"
          + "</style></title></code>";

  private Hostile() {}

  static Evidence evidence() {
    TreeMap<String, Long> ignored = new TreeMap<>();
    ignored.put("ignored " + TEXT, 1L);
    TreeMap<String, Long> unknown = new TreeMap<>();
    unknown.put("UNKNOWN" + TEXT, 1L);
    TreeMap<String, Long> lost = new TreeMap<>();
    lost.put("lost " + TEXT, 1L);
    LineAccount lines = new LineAccount(3, 1, 0, ignored, 1, List.of("line 3: " + TEXT));
    return new Recording("evil" + TEXT)
        .call(1, "getpid")
        .undecoded("ioctl", 1, TEXT)
        .undecoded("ioctl", 1, "x".repeat(1_000_000))
        .evidence(lines, lost, true, unknown);
  }
}
