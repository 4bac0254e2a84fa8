package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  @Test
  void afterTheSummaryComesALinePerSyscallAndTheExcess() throws Exception {
    Report report = Demo.report(5, Demo.narrow());
    String text = ReportText.of(report);
    assertTrue(text.startsWith(Summary.of(report).text() + "\n"), text);
    Golden.assertMatches("report.txt", text);
  }

  @Test
  void nothingFromATraceReachesTheTerminalRaw() throws Exception {
    Report report =
        Report.of("x", Hostile.evidence(), Demo.policy(), Optional.empty(), Optional.empty());
    String text = ReportText.of(report);
    for (String raw : List.of("\u001b", "\u202e", "\u009b", "\r")) {
      assertFalse(text.contains(raw), text);
    }
    assertTrue(text.contains("\\x1b[2J"), text);
  }
}
