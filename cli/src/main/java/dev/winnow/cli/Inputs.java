package dev.winnow.cli;

import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.recorder.compression.Compression;
import dev.winnow.recorder.compression.DamagedException;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the files that commands take; {@code -} is standard input, .gz, .zst and .xz are read as
 * they are.
 */
final class Inputs {
  private static final int SNIFFED = 512;

  /** Standard input, decompressed, which can be looked at before it is read. */
  static final BufferedInputStream STDIN =
      new BufferedInputStream(Compression.decompress(System.in));

  private Inputs() {}

  static byte[] bytes(Path file) {
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new CommandFailure(file + ": " + Problem.reason(e), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CommandFailure(file + ": is a directory; name a file");
    }
    return isStandardInput(file) ? STDIN : Compression.decompress(Files.newInputStream(file));
  }

  static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  static Policy policy(Path file) {
    try {
      return Policies.parse(file.toString(), bytes(file));
    } catch (PolicySyntaxException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  static Evidence evidence(Path file) {
    return evidence(file, bytes(file));
  }

  static Evidence evidence(Path file, byte[] bytes) {
    try {
      return EvidenceJson.read(new ByteArrayInputStream(bytes), file.toString());
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether the content looks like evidence rather than a trace. */
  static boolean isEvidence(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, SNIFFED), StandardCharsets.UTF_8);
    return start.stripLeading().startsWith("{") && start.contains("winnow-evidence");
  }

  /** The first bytes of a file, without reading the rest. */
  static byte[] start(Path file) {
    if (isStandardInput(file)) {
      return startOfStandardInput();
    }
    try (InputStream in = open(file)) {
      return in.readNBytes(SNIFFED);
    } catch (DamagedException e) {
      return new byte[0]; // too short for evidence; as a trace its beginning may be of use
    } catch (IOException e) {
      throw new CommandFailure(file + ": " + Problem.reason(e), e);
    }
  }

  private static byte[] startOfStandardInput() {
    try {
      STDIN.mark(SNIFFED);
      byte[] start = new byte[0];
      try {
        start = STDIN.readNBytes(SNIFFED);
      } catch (DamagedException e) {
        // Too short for evidence; reading it as a trace will meet the same damage and report it.
      }
      STDIN.reset();
      return start;
    } catch (IOException e) {
      throw new CommandFailure("standard input: " + Problem.reason(e), e);
    }
  }
}
