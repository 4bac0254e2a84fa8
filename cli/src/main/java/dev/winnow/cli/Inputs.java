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
import java.util.stream.Stream;

/**
 * Reads the files that commands take; {@code -} is standard input, .gz, .zst and .xz are read as
 * they are.
 */
final class Inputs {
  private static final int SNIFFED = 512;

  /** Bytes that are read into memory at once: more is /dev/zero, or made to fill it. */
  private static final int LONGEST = 256 << 20;

  /** Standard input, decompressed, which can be looked at before it is read. */
  static final BufferedInputStream STDIN =
      new BufferedInputStream(Compression.decompress(System.in));

  private Inputs() {}

  static byte[] bytes(Path file) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new CommandFailure(
            Terminal.name(file) + ": is larger than any policy, program or evidence (256 MiB)");
      }
      return bytes;
    } catch (IOException e) {
      throw new CommandFailure(Terminal.name(file) + ": " + Problem.reason(e), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CommandFailure(Terminal.name(file) + ": is a directory; name a file");
    }
    return isStandardInput(file) ? STDIN : Compression.decompress(Files.newInputStream(file));
  }

  /** Standard input can be read once only; a second {@code -} would find it empty. */
  static void requireOneStandardInput(Stream<Path> files) {
    if (files.filter(Inputs::isStandardInput).count() > 1) {
      throw new CommandFailure("- is standard input, which can be read once; name a file instead");
    }
  }

  static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  static Policy policy(Path file) {
    return policy(file, bytes(file));
  }

  static Policy policy(Path file, byte[] bytes) {
    try {
      return Policies.parse(Terminal.name(file), bytes);
    } catch (PolicySyntaxException e) {
      String text = String.valueOf(e.getMessage());
      throw new CommandFailure(
          Content.of(bytes)
              .insteadOf(Content.POLICY)
              .map(other -> Terminal.name(file) + ": not a policy: " + other)
              .orElse(text),
          e);
    }
  }

  static Evidence evidence(Path file) {
    return evidence(file, bytes(file));
  }

  static Evidence evidence(Path file, byte[] bytes) {
    try {
      return EvidenceJson.read(new ByteArrayInputStream(bytes), Terminal.name(file));
    } catch (IOException e) {
      String text = String.valueOf(e.getMessage());
      throw new CommandFailure(
          Content.of(bytes)
              .insteadOf(Content.EVIDENCE)
              .map(other -> Terminal.name(file) + ": not winnow evidence: " + other)
              .orElse(text),
          e);
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
      return new byte[0]; // Whoever reads the whole file says what is wrong with it.
    } catch (IOException e) {
      throw new CommandFailure(Terminal.name(file) + ": " + Problem.reason(e), e);
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
