package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceJsonTest {
  private static byte[] write(Evidence evidence) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvidenceJson.write(evidence, out);
    return out.toByteArray();
  }

  private static Evidence read(String json) throws IOException {
    return EvidenceJson.read(new ByteArrayInputStream(json.getBytes(UTF_8)), "app.evidence");
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  @Test
  void readingWhatWasWrittenGivesTheSameEvidenceAndTheSameBytes() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Evidence evidence = Evidence.NONE;
      for (int i = 0; i < 1 + seed % 4; i++) {
        evidence = evidence.join(GeneratedEvidence.run(random, "run" + i, seed % 7 == 0));
      }
      byte[] bytes = write(evidence);
      Evidence again = EvidenceJson.read(new ByteArrayInputStream(bytes), "app.evidence");
      assertEquals(evidence, again, "seed " + seed);
      assertArrayEquals(bytes, write(again), "seed " + seed);
    }
  }

  @Test
  void setsOfTooManyRunsSurvive() throws IOException {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i <= Runs.FULL; i++) {
      EvidenceBuilder builder = new EvidenceBuilder();
      SyscallEvent event = new SyscallEvent();
      event.reset(Arch.X86_64, 39, 7);
      builder.event(event);
      evidence = evidence.join(builder.build(GeneratedEvidence.runOf("%04d".formatted(i), 1)));
    }
    assertTrue(evidence.syscalls().firstEntry().getValue().seen().runs().over());
    assertEquals(evidence, read(new String(write(evidence), UTF_8)));
  }

  @Test
  void lossesOfAnyNameAreKept() throws IOException {
    Evidence evidence = GeneratedEvidence.run(new Random(7), "run", false);
    assertEquals(30, evidence.runs().firstEntry().getValue().lostTotal());
    assertTrue(evidence.runs().firstEntry().getValue().incomplete());
    assertEquals(evidence, read(new String(write(evidence), UTF_8)));
  }

  @Test
  void firstVersionWithItsOneNumberOfLostSamplesIsRead() throws IOException {
    String now = new String(write(GeneratedEvidence.run(new Random(7), "run", false)), UTF_8);
    String before =
        now.replace("\"version\" : 3", "\"version\" : 1")
            .replaceFirst("\"lost\" : \\{[^}]*}", "\"lost\" : 17");
    assertEquals(
        Map.of(Loss.SAMPLES.label(), 17L), read(before).runs().firstEntry().getValue().lost());
    String none = before.replace("\"lost\" : 17", "\"lost\" : 0");
    assertEquals(Map.of(), read(none).runs().firstEntry().getValue().lost());
  }

  /** Who started whom was not in the file: whoever called execve may have started anything. */
  @Test
  void secondVersionWithoutDescentsIsReadAndTakesNoDescentForGranted() throws IOException {
    EvidenceBuilder builder = new EvidenceBuilder();
    SyscallEvent event = new SyscallEvent();
    for (String image : List.of("/bin/sh", "/bin/ls")) {
      event.reset(Arch.X86_64, 59, 7);
      event.setImage(image);
      event.setResult(0);
      builder.event(event);
      event.reset(Arch.X86_64, image.equals("/bin/sh") ? 39 : 102, 7);
      builder.event(event);
    }
    Evidence now = builder.build(GeneratedEvidence.runOf("run", 4));
    Evidence before =
        read(
            new String(write(now), UTF_8)
                .replace("\"version\" : 3", "\"version\" : 2")
                .replaceFirst("\"descents\" : \\[[^]]*],", ""));
    assertEquals(now.syscalls(), before.syscalls());
    assertEquals(now.of("/bin/sh").syscalls(), before.of("/bin/sh").syscalls());
    assertEquals(1, now.of("/bin/ls").syscalls().size());
    assertEquals(1, before.of("/bin/ls").syscalls().size());
    assertTrue(before.descents().keySet().containsAll(now.descents().keySet()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "                               | app.evidence: not winnow evidence",
        "{                              | app.evidence:1:",
        "[1, 2]                         | app.evidence: not winnow evidence",
        "{\"format\":\"other\"}         | app.evidence: not winnow evidence",
        "{\"format\":\"winnow-evidence\",\"version\":4} | evidence of version 4; this winnow reads",
        "{\"format\":\"winnow-evidence\",\"version\":1} | damaged evidence: /runs: missing",
      })
  void whatIsNotEvidenceIsRefusedWithThePlace(String json, String message) {
    EvidenceFormatException e =
        assertThrows(EvidenceFormatException.class, () -> read(json == null ? "" : json));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @Test
  void damageIsRefusedWithThePlaceAndNeverWithAnotherException() throws IOException {
    String json = new String(write(GeneratedEvidence.run(new Random(5), "run", false)), UTF_8);
    Random random = new Random(17);
    for (int i = 0; i < 1500; i++) {
      StringBuilder damaged = new StringBuilder(json);
      int at = random.nextInt(json.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.setCharAt(at, "0@:-,!{}\"x9".charAt(random.nextInt(11)));
        case 1 -> damaged.deleteCharAt(at);
        default -> damaged.setLength(at);
      }
      try {
        Evidence accepted = read(damaged.toString());
        assertEquals(accepted, read(new String(write(accepted), UTF_8)), damaged::toString);
      } catch (EvidenceFormatException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("app.evidence"), e.getMessage());
      }
    }
  }

  @Test
  void markersThatNoTableHasSurvive() {
    TreeSet<Marker> markers = new TreeSet<>();
    for (int number = 600; number < 9600; number++) {
      markers.add(new Marker(Arch.X86_64, number));
    }
    for (int number : new int[] {-2, -1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 0, 1}) {
      markers.add(new Marker(Arch.I386, number));
      markers.add(new Marker(Arch.X86_64, number));
    }
    assertEquals(markers, MarkersText.read(MarkersText.write(markers)));
    assertThrows(
        IllegalArgumentException.class, () -> MarkersText.read("i386 -2147483648..2147483647"));
  }

  @Test
  void anArgumentThatAnOlderVersionDidNotKnowIsHiddenNotForgotten() {
    Feature inA = new Feature(Runs.of("a", 2), new TreeMap<>());
    SyscallEvidence old =
        new SyscallEvidence(
            inA, Feature.NONE, Feature.NONE, Feature.NONE, Feature.NONE, List.of(), Tuples.NONE);
    Evidence recent = GeneratedEvidence.run(new Random(3), "b", false);
    SyscallKey key =
        recent.syscalls().keySet().stream()
            .filter(k -> !Objects.requireNonNull(recent.syscalls().get(k)).arguments().isEmpty())
            .findFirst()
            .orElseThrow();
    TreeMap<SyscallKey, SyscallEvidence> one = new TreeMap<>();
    one.put(key, old);
    Evidence before = new Evidence(new TreeMap<>(), one);
    assertEquals(recent.join(before), before.join(recent));
    SyscallEvidence joined = recent.join(before).syscalls().get(key);
    assertTrue(
        joined != null && joined.arguments().getFirst().hidden().runs().counts().containsKey("a"));
  }
}
