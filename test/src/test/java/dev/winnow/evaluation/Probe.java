package dev.winnow.evaluation;

import dev.winnow.policy.EventParser;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Replay;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A call that an exploit needs.
 *
 * @param text the event as people write it
 * @param event the same; what it leaves open, the attacker chooses
 * @param technique what it is for
 * @param source where that is described: a CVE, a man page, a kernel source file
 */
record Probe(String text, SyscallEvent event, String technique, String source) {
  Probe {
    if (technique.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException(text + " needs a technique and a source");
    }
  }

  /**
   * Reads {@code EVENT<TAB>TECHNIQUE<TAB>SOURCE}; lines that start with # are comments.
   *
   * @throws IOException naming the line that is not understood
   */
  static List<Probe> read(Path file) throws IOException {
    List<Probe> probes = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("#")) {
        probes.add(parse(file + ":" + (i + 1), lines.get(i)));
      }
    }
    return probes;
  }

  private static Probe parse(String place, String line) throws IOException {
    List<String> columns = List.of(line.split("\t", -1));
    if (columns.size() != 3) {
      throw new IOException(
          place + ": " + columns.size() + " columns, not EVENT, TECHNIQUE, SOURCE");
    }
    try {
      SyscallEvent event = EventParser.parse(place, Arch.X86_64, columns.get(0));
      return new Probe(columns.get(0), event, columns.get(1), columns.get(2));
    } catch (PolicySyntaxException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
  }

  /** Whether a policy denies it, whatever the attacker chooses for what is left open. */
  boolean blockedBy(Policy policy) {
    Replay replay = new Replay(policy);
    replay.event(event);
    return replay.denied() > 0;
  }
}
