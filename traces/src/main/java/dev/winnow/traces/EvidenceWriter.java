package dev.winnow.traces;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes evidence as JSON, a line per value, so that a change of behaviour is a readable change of
 * the file. A feature is {@code RUNS@PHASE}: {@link RunsText} and a place in the list of phases.
 * The same evidence gives the same bytes.
 */
final class EvidenceWriter {
  private final Evidence evidence;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<SortedMap<Marker, Runs>, Integer> phases = new LinkedHashMap<>();
  private final JsonGenerator json;

  private EvidenceWriter(Evidence evidence, JsonGenerator json) {
    this.evidence = evidence;
    this.json = json;
    for (String id : evidence.runs().keySet()) {
      places.put(id, places.size());
    }
  }

  static void write(Evidence evidence, OutputStream out) throws IOException {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter(" ", "\n"));
    printer.indentArraysWith(new DefaultIndenter(" ", "\n"));
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(printer);
      new EvidenceWriter(evidence, json).document();
      json.writeRaw('\n');
    }
  }

  private void document() throws IOException {
    json.writeStartObject();
    json.writeStringField("format", EvidenceJson.FORMAT);
    json.writeNumberField("version", Evidence.VERSION);
    json.writeArrayFieldStart("runs");
    for (Run run : evidence.runs().values()) {
      run(run);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("syscalls");
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : evidence.syscalls().entrySet()) {
      syscall(entry.getKey(), entry.getValue());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("descents");
    for (Map.Entry<Descent, Feature> entry : evidence.descents().entrySet()) {
      json.writeStartObject();
      json.writeStringField("parent", entry.getKey().parent());
      json.writeStringField("child", entry.getKey().child());
      json.writeStringField("step", entry.getKey().step().label());
      feature("seen", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("phases");
    for (SortedMap<Marker, Runs> phase : phases.keySet()) {
      phase(phase);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void run(Run run) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", run.id());
    json.writeStringField("label", run.label());
    json.writeStringField("format", run.format());
    json.writeStringField("command", run.command());
    json.writeStringField("group", run.group());
    json.writeObjectFieldStart("lines");
    json.writeNumberField("total", run.lines().lines());
    json.writeNumberField("parsed", run.lines().parsed());
    json.writeNumberField("joined", run.lines().joined());
    counts("ignored", run.lines().ignored());
    json.writeNumberField("failed", run.lines().failed());
    json.writeEndObject();
    json.writeArrayFieldStart("failures");
    for (String failure : run.lines().failures()) {
      json.writeString(failure);
    }
    json.writeEndArray();
    json.writeNumberField("events", run.events());
    counts("lost", run.lost());
    json.writeBooleanField("truncated", run.truncated());
    json.writeBooleanField("highWords", run.highWords());
    counts("unknown", run.unknown());
    json.writeEndObject();
  }

  private void counts(String name, SortedMap<String, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void syscall(SyscallKey key, SyscallEvidence syscall) throws IOException {
    Syscall known = SyscallTable.of(key.arch()).byNumber(key.number());
    json.writeStartObject();
    json.writeStringField("role", key.role());
    json.writeStringField("arch", key.arch().label());
    json.writeNumberField("number", key.number());
    json.writeStringField("name", known == null ? "" : known.name());
    feature("seen", syscall.seen());
    feature("launcher", syscall.launcher());
    feature("unreturned", syscall.unreturned());
    feature("failed", syscall.failed());
    feature("refused", syscall.refused());
    json.writeArrayFieldStart("arguments");
    for (int i = 0; i < syscall.arguments().size(); i++) {
      String name = known != null && i < known.arity() ? known.arguments().get(i).name() : "";
      argument(syscall.arguments().get(i), name);
    }
    json.writeEndArray();
    tuples(syscall.tuples());
    json.writeEndObject();
  }

  private void argument(ArgumentEvidence argument, String name) throws IOException {
    Values values = argument.values();
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeNumberField("width", values.width());
    json.writeNumberField("cap", values.cap());
    feature("hidden", argument.hidden());
    if (!argument.undecoded().isEmpty()) {
      json.writeObjectFieldStart("undecoded");
      for (Map.Entry<String, Feature> entry : argument.undecoded().entrySet()) {
        feature(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    }
    json.writeObjectFieldStart("values");
    for (Map.Entry<Long, Feature> entry : values.exact().entrySet()) {
      feature(hex(entry.getKey()), entry.getValue());
    }
    json.writeEndObject();
    if (values.over()) {
      Values.Summary summary = values.summary();
      json.writeObjectFieldStart("summary");
      features("ones", summary.ones());
      features("zeros", summary.zeros());
      features("buckets", summary.buckets());
      extremes("least", summary.least());
      extremes("most", summary.most());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void features(String name, SortedMap<Integer, Feature> features) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<Integer, Feature> entry : features.entrySet()) {
      feature(entry.getKey().toString(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void extremes(String name, List<Values.Extreme> extremes) throws IOException {
    json.writeArrayFieldStart(name);
    for (Values.Extreme extreme : extremes) {
      json.writeString(hex(extreme.value()) + "@" + RunsText.place(extreme.run(), places));
    }
    json.writeEndArray();
  }

  private void tuples(Tuples tuples) throws IOException {
    json.writeBooleanField("tuplesOver", tuples.over());
    json.writeObjectFieldStart("tuples");
    for (Map.Entry<Tuples.Tuple, Feature> entry : tuples.seen().entrySet()) {
      List<String> words = new ArrayList<>();
      entry.getKey().values().forEach(v -> words.add(v.map(EvidenceWriter::hex).orElse("-")));
      feature(String.join(",", words), entry.getValue());
    }
    json.writeEndObject();
  }

  /** Nothing is written for a feature that was never seen. */
  private void feature(String name, Feature feature) throws IOException {
    if (!feature.runs().isEmpty()) {
      int phase = phases.computeIfAbsent(feature.after(), a -> phases.size());
      json.writeStringField(name, RunsText.write(feature.runs(), places) + "@" + phase);
    }
  }

  private void phase(SortedMap<Marker, Runs> after) throws IOException {
    Map<String, TreeSet<Marker>> byRuns = new TreeMap<>();
    after.forEach((marker, runs) ->
        byRuns.computeIfAbsent(RunsText.write(runs, places), r -> new TreeSet<>()).add(marker));
    json.writeStartObject();
    for (Map.Entry<String, TreeSet<Marker>> entry : byRuns.entrySet()) {
      json.writeStringField(entry.getKey(), MarkersText.write(entry.getValue()));
    }
    json.writeEndObject();
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
