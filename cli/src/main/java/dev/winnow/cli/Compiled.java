package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A policy in the form that was asked for. */
final class Compiled {
  private final byte[] bytes;
  private final ObjectNode facts;
  private final List<String> losses;
  private final List<String> notes;
  private final List<String> summary;

  /**
   * @param bytes the file
   * @param facts what {@code --json} says about it besides its size and losses
   * @param losses what the form does not say, and the user accepted or need not care about
   * @param notes what else its user should know
   * @param summary what a person is told, a line each
   */
  Compiled(
      byte[] bytes,
      ObjectNode facts,
      List<String> losses,
      List<String> notes,
      List<String> summary) {
    this.bytes = bytes.clone();
    this.facts = facts;
    this.losses = List.copyOf(losses);
    this.notes = List.copyOf(notes);
    this.summary = List.copyOf(summary);
  }

  static Compiled of(String text, ObjectNode facts, List<String> summary) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Compiled(bytes, facts, List.of(), List.of(), summary);
  }

  /** With notes that do not depend on the form, behind its own. */
  Compiled with(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Compiled(bytes, facts, losses, all, summary);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** What a person is told, the notes last. */
  List<String> summary() {
    List<String> lines = new ArrayList<>(summary);
    notes.forEach(note -> lines.add("note: " + note));
    return lines;
  }

  /** {@code format}, {@code output}, {@code bytes}, the facts, {@code losses} and {@code notes}. */
  ObjectNode json(String format, String output) {
    ObjectNode root = Json.object();
    root.put("format", format).put("output", output).put("bytes", bytes.length);
    root.setAll(facts);
    ArrayNode lost = root.putArray("losses");
    losses.forEach(lost::add);
    notes.forEach(root.putArray("notes")::add);
    return root;
  }
}
