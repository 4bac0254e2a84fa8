package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.Learner;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.reports.HtmlReport;
import dev.winnow.reports.Report;
import dev.winnow.reports.ReportText;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceFormatException;
import dev.winnow.traces.EvidenceJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Any bytes as evidence: refused with the place, or good for everything that evidence is for. */
class EvidenceFuzzTest {
  @FuzzTest
  void read(byte @Nullable [] data) throws IOException, PolicySyntaxException {
    byte[] file = data == null ? new byte[0] : data;
    Evidence evidence;
    try {
      evidence = EvidenceJson.read(new ByteArrayInputStream(file), "fuzz");
    } catch (EvidenceFormatException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("fuzz:"), message);
      assertTrue(message.chars().noneMatch(Character::isISOControl), message);
      assertTrue(message.length() < 2000, message);
      return;
    }
    byte[] written = write(evidence);
    Evidence again = EvidenceJson.read(new ByteArrayInputStream(written), "written");
    assertEquals(evidence, again);
    assertArrayEquals(written, write(again));
    assertEquals(evidence, evidence.join(again));
    if (!evidence.syscalls().isEmpty()) {
      report(evidence);
    }
  }

  private static byte[] write(Evidence evidence) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvidenceJson.write(evidence, out);
    return out.toByteArray();
  }

  private static void report(Evidence evidence) throws PolicySyntaxException {
    LearnedPolicy learned = Learner.learn(evidence, LearnOptions.DEFAULT);
    String text = Policies.print(learned.policy());
    assertEquals(learned.policy(), Policies.parse("learned", text));
    Report report =
        Report.of(
            "fuzz", evidence, learned.policy(), Optional.of(learned.risk()), Optional.empty());
    assertFalse(ReportText.of(report).chars().anyMatch(EvidenceFuzzTest::obeyed));
    assertFalse(HtmlReport.of(report).contains("<fuzz"), "the corpus names things <fuzz>");
  }

  private static boolean obeyed(int c) {
    return c != '\n' && Character.isISOControl(c);
  }
}
