package dev.winnow.traces;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what {@link EvidenceWriter} wrote. IllegalArgumentException names the place in the file.
 */
final class EvidenceReader {
  /** The first version that says which role started which. */
  private static final int WITH_DESCENTS = 3;

  private final List<String> ids = new ArrayList<>();
  private final List<SortedMap<Marker, Runs>> phases = new ArrayList<>();

  Evidence read(JsonNode root) {
    TreeMap<String, Run> runs = new TreeMap<>();
    for (JsonNode node : array(root, "runs", "")) {
      Run run = run(node, "/runs/" + ids.size());
      if (runs.put(run.id(), run) != null) {
        throw new IllegalArgumentException("/runs: run " + run.id() + " is listed twice");
      }
      ids.add(run.id());
    }
    for (JsonNode node : array(root, "phases", "")) {
      phases.add(phase(node, "/phases/" + phases.size()));
    }
    TreeMap<SyscallKey, SyscallEvidence> syscalls = new TreeMap<>();
    int index = 0;
    for (JsonNode node : array(root, "syscalls", "")) {
      String at = "/syscalls/" + index++;
      SyscallKey key = key(node, at);
      if (syscalls.put(key, syscall(node, at)) != null) {
        throw new IllegalArgumentException(at + ": " + key + " is listed twice");
      }
    }
    boolean told = field(root, "version", "").asInt() >= WITH_DESCENTS;
    return consistent(
        new Evidence(runs, syscalls, told ? descents(root) : OlderDescents.of(syscalls)));
  }

  private SortedMap<Descent, Feature> descents(JsonNode root) {
    TreeMap<Descent, Feature> descents = new TreeMap<>();
    int index = 0;
    for (JsonNode node : array(root, "descents", "")) {
      String at = "/descents/" + index++;
      String label = text(node, "step", at);
      Descent.Step step = Descent.Step.ofLabel(label);
      if (step == null) {
        throw new IllegalArgumentException(
            at + "/step: '" + label + "'; expected fork, thread or exec");
      }
      Descent descent = new Descent(text(node, "parent", at), text(node, "child", at), step);
      if (descents.put(descent, feature(field(node, "seen", at), at + "/seen")) != null) {
        throw new IllegalArgumentException(at + ": " + descent + " is listed twice");
      }
    }
    return descents;
  }

  /** What was recorded of a syscall in two roles must be of one shape: learning joins them. */
  private static Evidence consistent(Evidence evidence) {
    at("/syscalls", evidence::withoutRoles);
    return evidence;
  }

  private static Run run(JsonNode node, String at) {
    JsonNode lines = field(node, "lines", at);
    List<String> failures = new ArrayList<>();
    array(node, "failures", at).forEach(failure -> failures.add(failure.asText()));
    String id = text(node, "id", at);
    if (id.isEmpty()) {
      throw new IllegalArgumentException(at + "/id: empty");
    }
    return at(
        at,
        () ->
            new Run(
                id,
                text(node, "label", at),
                text(node, "format", at),
                text(node, "command", at),
                text(node, "group", at),
                new LineAccount(
                    count(lines, "total", at + "/lines"),
                    count(lines, "parsed", at + "/lines"),
                    count(lines, "joined", at + "/lines"),
                    counts(lines, "ignored", at + "/lines"),
                    count(lines, "failed", at + "/lines"),
                    failures),
                count(node, "events", at),
                lost(node, at),
                flag(node, "truncated", at),
                flag(node, "highWords", at),
                counts(node, "unknown", at)));
  }

  /** Version 1 had one number, of samples. */
  private static SortedMap<String, Long> lost(JsonNode node, String at) {
    if (!field(node, "lost", at).isIntegralNumber()) {
      return counts(node, "lost", at);
    }
    TreeMap<String, Long> lost = new TreeMap<>();
    long samples = count(node, "lost", at);
    if (samples > 0) {
      lost.put(Loss.SAMPLES.label(), samples);
    }
    return lost;
  }

  private SortedMap<Marker, Runs> phase(JsonNode node, String at) {
    TreeMap<Marker, Runs> after = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      at(
          at,
          () -> {
            Runs runs = RunsText.read(entry.getKey(), ids);
            MarkersText.read(entry.getValue().asText()).forEach(m -> after.put(m, runs));
            return after;
          });
    }
    return Frozen.of(after); // features share it
  }

  private static SyscallKey key(JsonNode node, String at) {
    String label = text(node, "arch", at);
    Arch arch = Arch.ofLabel(label);
    if (arch == null) {
      throw new IllegalArgumentException(at + "/arch: unknown architecture '" + label + "'");
    }
    JsonNode number = field(node, "number", at);
    if (!number.canConvertToInt()) {
      throw new IllegalArgumentException(at + "/number: not a syscall number: " + number);
    }
    return new SyscallKey(text(node, "role", at), arch, number.asInt());
  }

  private SyscallEvidence syscall(JsonNode node, String at) {
    List<ArgumentEvidence> arguments = new ArrayList<>();
    for (JsonNode argument : array(node, "arguments", at)) {
      arguments.add(argument(argument, at + "/arguments/" + arguments.size()));
    }
    TreeMap<Tuples.Tuple, Feature> tuples = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(node, "tuples", at)) {
      String place = at + "/tuples/" + entry.getKey();
      if (tuples.put(at(place, () -> tuple(entry.getKey())), feature(entry.getValue(), place))
          != null) {
        throw new IllegalArgumentException(place + ": the combination is listed twice");
      }
    }
    Tuples combinations = new Tuples(tuples, flag(node, "tuplesOver", at));
    return at(
        at,
        () ->
            new SyscallEvidence(
                feature(node, "seen", at),
                feature(node, "launcher", at),
                feature(node, "unreturned", at),
                feature(node, "failed", at),
                feature(node, "refused", at),
                arguments,
                combinations));
  }

  private static Tuples.Tuple tuple(String text) {
    List<Optional<Long>> values = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      values.add(word.equals("-") ? Optional.empty() : Optional.of(number(word)));
    }
    return new Tuples.Tuple(values);
  }

  private ArgumentEvidence argument(JsonNode node, String at) {
    long width = count(node, "width", at);
    long cap = count(node, "cap", at);
    if ((width != 16 && width != 32 && width != 64) || cap < 1 || cap > 65536) {
      throw new IllegalArgumentException(at + ": width " + width + " or cap " + cap + " is wrong");
    }
    TreeMap<Long, Feature> exact = new TreeMap<>(Long::compareUnsigned);
    for (Map.Entry<String, JsonNode> entry : object(node, "values", at)) {
      String place = at + "/values/" + entry.getKey();
      if (exact.put(at(place, () -> number(entry.getKey())), feature(entry.getValue(), place))
          != null) {
        throw new IllegalArgumentException(place + ": the value is listed twice");
      }
    }
    TreeMap<String, Feature> undecoded = new TreeMap<>();
    if (node.has("undecoded")) {
      for (Map.Entry<String, JsonNode> entry : object(node, "undecoded", at)) {
        undecoded.put(entry.getKey(), feature(entry.getValue(), at + "/undecoded"));
      }
    }
    Values.Summary summary =
        node.has("summary") ? summary(node.get("summary"), at + "/summary") : Values.Summary.NONE;
    return new ArgumentEvidence(
        new Values((int) width, (int) cap, exact, summary), feature(node, "hidden", at), undecoded);
  }

  private Values.Summary summary(JsonNode node, String at) {
    return new Values.Summary(
        features(node, "ones", at),
        features(node, "zeros", at),
        features(node, "buckets", at),
        extremes(node, "least", at),
        extremes(node, "most", at));
  }

  private SortedMap<Integer, Feature> features(JsonNode node, String name, String at) {
    TreeMap<Integer, Feature> features = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(node, name, at)) {
      String place = at + "/" + name + "/" + entry.getKey();
      int bit = at(place, () -> Integer.parseInt(entry.getKey()));
      if (bit < 0 || bit > 64) {
        throw new IllegalArgumentException(place + ": not a bit");
      }
      features.put(bit, feature(entry.getValue(), place));
    }
    return features;
  }

  private List<Values.Extreme> extremes(JsonNode node, String name, String at) {
    List<Values.Extreme> extremes = new ArrayList<>();
    for (JsonNode item : array(node, name, at)) {
      extremes.add(
          at(
              at + "/" + name,
              () -> {
                String[] parts = item.asText().split("@", 2);
                Runs run = RunsText.read(parts.length == 2 ? parts[1] : "", ids);
                return new Values.Extreme(number(parts[0]), run.counts().firstKey());
              }));
    }
    return extremes;
  }

  private Feature feature(JsonNode node, String name, String at) {
    return node.has(name) ? feature(node.get(name), at + "/" + name) : Feature.NONE;
  }

  private Feature feature(JsonNode node, String at) {
    return at(
        at,
        () -> {
          String[] parts = node.asText().split("@", 2);
          int phase = Integer.parseInt(parts.length == 2 ? parts[1] : "");
          if (phase < 0 || phase >= phases.size()) {
            throw new IllegalArgumentException("no phase " + phase);
          }
          Runs runs = RunsText.read(parts[0], ids);
          if (runs.isEmpty()) {
            throw new IllegalArgumentException("seen in no run");
          }
          return new Feature(runs, phases.get(phase));
        });
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T at(String place, Reading<T> reading) {
    try {
      return reading.read();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(place + ": a number is expected where there is none", e);
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      String message = e.getMessage();
      throw new IllegalArgumentException(
          message != null && message.startsWith("/") ? message : place + ": " + message, e);
    }
  }

  private static long number(String hex) {
    if (!hex.startsWith("0x")) {
      throw new IllegalArgumentException("'" + hex + "' is not 0x-hexadecimal");
    }
    return Long.parseUnsignedLong(hex.substring(2), 16);
  }

  private static SortedMap<String, Long> counts(JsonNode node, String name, String at) {
    TreeMap<String, Long> counts = new TreeMap<>();
    JsonNode field = field(node, name, at);
    for (Map.Entry<String, JsonNode> entry : object(node, name, at)) {
      counts.put(entry.getKey(), count(field, entry.getKey(), at + "/" + name));
    }
    return counts;
  }

  private static JsonNode field(JsonNode node, String name, String at) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException(at + "/" + name + ": missing");
    }
    return field;
  }

  private static boolean flag(JsonNode node, String name, String at) {
    JsonNode field = field(node, name, at);
    if (!field.isBoolean()) {
      throw new IllegalArgumentException(at + "/" + name + ": not true or false");
    }
    return field.asBoolean();
  }

  private static String text(JsonNode node, String name, String at) {
    JsonNode field = field(node, name, at);
    if (!field.isTextual()) {
      throw new IllegalArgumentException(at + "/" + name + ": not a string");
    }
    return field.asText();
  }

  private static long count(JsonNode node, String name, String at) {
    JsonNode field = field(node, name, at);
    if (!field.isIntegralNumber()
        || !field.canConvertToLong()
        || field.asLong() < 0
        || field.asLong() > RunsText.MOST) {
      throw new IllegalArgumentException(at + "/" + name + ": not a count: " + field);
    }
    return field.asLong();
  }

  private static JsonNode array(JsonNode node, String name, String at) {
    JsonNode field = field(node, name, at);
    if (!field.isArray()) {
      throw new IllegalArgumentException(at + "/" + name + ": not an array");
    }
    return field;
  }

  private static Iterable<Map.Entry<String, JsonNode>> object(
      JsonNode node, String name, String at) {
    JsonNode field = field(node, name, at);
    if (!field.isObject()) {
      throw new IllegalArgumentException(at + "/" + name + ": not an object");
    }
    return field.properties();
  }
}
