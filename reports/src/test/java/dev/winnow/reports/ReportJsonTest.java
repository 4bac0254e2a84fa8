package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  private static JsonNode reread(JsonNode node) throws JsonProcessingException {
    return new ObjectMapper().readTree(node.toString());
  }

  @Test
  void summaryHasTheNumbersOfTheTenLines() throws Exception {
    JsonNode json = reread(ReportJson.summary(Demo.report(5, Demo.narrow())));
    assertEquals(5, json.at("/runs").asInt());
    assertEquals(18_946, json.at("/events").asLong());
    assertEquals(16, json.at("/syscallsSeen").asInt());
    assertEquals(7, json.at("/syscallsConstrained").asInt());
    assertEquals(18_941, json.at("/coverage/events").asLong());
    assertEquals(18_937, json.at("/coverage/allowed/least").asLong());
    assertEquals(18_937, json.at("/coverage/allowed/most").asLong());
    assertEquals(0.2, json.at("/risk/estimate").asDouble());
    assertTrue(json.at("/completeness/complete").asBoolean());
    assertEquals(57, json.at("/program/instructions").asInt());
    assertEquals(5, json.at("/program/bitmaskAllowsMore").size());
    assertFalse(json.has("syscalls"));
  }

  @Test
  void everythingElseStandsBehindIt() throws Exception {
    JsonNode json = reread(ReportJson.of(Demo.report(5, Demo.narrow())));
    JsonNode openat = json.at("/syscalls/4");
    assertEquals("openat", openat.at("/name").asText());
    assertEquals("denied", openat.at("/verdict").asText());
    assertEquals(265, openat.at("/allowed/least").asLong());
    JsonNode flags = openat.at("/arguments/2");
    assertEquals("flags", flags.at("/kind").asText());
    assertEquals("0x241", flags.at("/values/2/value").asText());
    assertEquals("O_WRONLY | O_CREAT | O_TRUNC", flags.at("/values/2/text").asText());
    assertTrue(flags.at("/values/2/outside").asBoolean());
    assertEquals("gettimeofday", json.at("/excess/0/name").asText());
    assertEquals(10, json.at("/saturation/syscalls/points").size());
  }

  @Test
  void whatIsNotKnownIsNull() throws Exception {
    Report report = Report.of("x", Demo.runs(1), Demo.policy(), Optional.empty(), Optional.empty());
    JsonNode json = reread(ReportJson.of(report));
    assertTrue(json.at("/risk/estimate").isNull());
    assertTrue(json.at("/program/instructions").isNull());
    assertTrue(json.at("/saturation/syscalls/observed").isNull());
  }

  @Test
  void textsFromTracesComeThroughUnchanged() throws Exception {
    Report report =
        Report.of("x", Hostile.evidence(), Demo.policy(), Optional.empty(), Optional.empty());
    JsonNode json = reread(ReportJson.of(report));
    assertEquals(
        1, json.at("/completeness/unknownConstants").get("UNKNOWN" + Hostile.TEXT).asInt());
  }
}
