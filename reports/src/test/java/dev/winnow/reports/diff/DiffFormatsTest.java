package dev.winnow.reports.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.winnow.policy.Policy;
import dev.winnow.reports.Golden;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the four formats look like; {@code -Dwinnow.golden.update=true} writes the files anew. */
class DiffFormatsTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(
              Objects.requireNonNull(
                  DiffFormatsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")));
  private static final String OLD =
      Compared.HEAD
          + """
          sys_read: 1
          sys_write: count <= 4096
          sys_openat: (flags & ~O_CLOEXEC) == 0
          sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0
          sys_reboot: 1 -> errno(EPERM)
          sys_execve: 1
          sys_socket: family == AF_UNIX
          """;
  private static final String NEW =
      Compared.HEAD
          + """
          unknown log
          sys_read: 1
          sys_pread64: 1
          sys_preadv: 1
          sys_write: count <= 1024 || fd == 2
          sys_openat: (flags & ~(O_CLOEXEC | O_CREAT | O_RDWR)) == 0
          sys_mmap: 1
          sys_reboot: 1 -> kill_process
          sys_io_uring_setup: 1
          sys_io_uring_enter: 1
          sys_memfd_create: flags == MFD_CLOEXEC
          sys_execve: 1
          sys_socket: family in {AF_UNIX, AF_INET}
          sys_setuid: 1
          arch i386
          default kill_process
          sys_socketcall: 1
          """;

  private static Diff policies() throws Exception {
    Policy old = Compared.policy(OLD);
    return Compared.policies(old, Compared.policy(NEW));
  }

  private static Diff recordings() throws Exception {
    return Compared.evidence(
        Compared.runs(
            "a",
            12,
            i ->
                i == 3
                    ? List.of("!/usr/bin/app", "read(3, _, 100)", "madvise(_, 4096, 4)")
                    : List.of("!/usr/bin/app", "read(3, _, 100)", "sync()")),
        Compared.runs(
            "b",
            12,
            i ->
                i == 7
                    ? List.of(
                        "!/usr/bin/app", "read(3, _, 100)", "getrandom(_, 16, 0)", "nr(600)(1)")
                    : List.of(
                        "!/usr/bin/app",
                        "read(3, _, 100)",
                        "getrandom(_, 16, 0)",
                        "socket(AF_INET, SOCK_STREAM, 0)",
                        "!/usr/bin/helper",
                        "mmap(0, 4096, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE, 4294967295,"
                            + " 0)")));
  }

  private static ObjectNode sarif(Diff diff) {
    return DiffToSarif.sarif(diff, RuleLines.of(NEW), "1.0");
  }

  @Test
  void policies_text() throws Exception {
    Golden.assertMatches("diff/policies.txt", DiffToText.text(policies()));
  }

  @Test
  void policies_markdown() throws Exception {
    Golden.assertMatches("diff/policies.md", DiffToMarkdown.markdown(policies()));
  }

  @Test
  void policies_json() throws Exception {
    Golden.assertMatches("diff/policies.json", DiffToJson.json(policies()).toPrettyString());
  }

  @Test
  void policies_sarif() throws Exception {
    Golden.assertMatches("diff/policies.sarif", sarif(policies()).toPrettyString());
  }

  @Test
  void recordings_text() throws Exception {
    Golden.assertMatches("diff/recordings.txt", DiffToText.text(recordings()));
  }

  @Test
  void recordings_markdown() throws Exception {
    Golden.assertMatches("diff/recordings.md", DiffToMarkdown.markdown(recordings()));
  }

  @Test
  void recordings_json() throws Exception {
    Golden.assertMatches("diff/recordings.json", DiffToJson.json(recordings()).toPrettyString());
  }

  @Test
  void recordings_sarif() throws Exception {
    Golden.assertMatches("diff/recordings.sarif", sarif(recordings()).toPrettyString());
  }

  /** OASIS's schema of SARIF 2.1.0, as a jar of the test's class path has it. */
  static JsonSchema schema() {
    return SCHEMA;
  }

  @Test
  void sarifIsValidByItsSchema() throws Exception {
    JsonSchema schema = schema();
    Diff same = Compared.rules("sys_read: 1", "sys_read: 1");
    for (Diff diff : List.of(policies(), recordings(), same)) {
      assertEquals("[]", schema.validate(sarif(diff)).toString());
    }
    ObjectNode broken = sarif(policies());
    ((ObjectNode) broken.at("/runs/0/results/0")).put("level", "dreadful");
    assertFalse(schema.validate(broken).isEmpty(), "the schema is applied");
  }

  @Test
  void everyResultHasItsRuleAndItsLine() throws Exception {
    JsonNode run = sarif(policies()).at("/runs/0");
    List<String> lines = NEW.lines().toList();
    for (JsonNode result : run.get("results")) {
      JsonNode rule = run.at("/tool/driver/rules").get(result.get("ruleIndex").asInt());
      assertEquals(rule.get("id"), result.get("ruleId"));
      String line =
          lines.get(result.at("/locations/0/physicalLocation/region/startLine").asInt() - 1);
      String message = result.at("/message/text").asText();
      String name = message.substring(0, message.indexOf('('));
      assertTrue(
          line.startsWith("sys_" + name + ":") || line.startsWith("arch") || name.equals("nr"),
          message + " at " + line);
    }
    assertTrue(
        Stream.of("io-uring", "writable-executable-memory", "narrower", "changed")
            .allMatch(id -> run.at("/tool/driver/rules").toString().contains("\"" + id + "\"")));
  }
}
