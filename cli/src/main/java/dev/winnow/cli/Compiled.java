package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A policy in the form that was asked for. */
final class Compiled {
  private final byte[] bytes;
  private final ObjectNode facts;
  private final List<String> losses;
  private final List<String> summary;

  /**
   * @param bytes the file
   * @param facts what {@code --json} says about it besides its size and losses
   * @param losses what the form does not say, and the user accepted or need not care about
   * @param summary what a person is told, a line each
   */
  Compiled(byte[] bytes, ObjectNode facts, List<String> losses, List<String> summary) {
    this.bytes = bytes.clone();
    this.facts = facts;
    this.losses = List.copyOf(losses);
    this.summary = List.copyOf(summary);
  }

  static Compiled of(String text, ObjectNode facts, List<String> summary) {
    return new Compiled(text.getBytes(StandardCharsets.UTF_8), facts, List.of(), summary);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  List<String> summary() {
    return summary;
  }

  /** {@code format}, {@code output}, {@code bytes}, the facts, and {@code losses}. */
  ObjectNode json(String format, String output) {
    ObjectNode root = Json.object();
    root.put("format", format).put("output", output).put("bytes", bytes.length);
    root.setAll(facts);
    ArrayNode lost = root.putArray("losses");
    losses.forEach(lost::add);
    return root;
  }
}
