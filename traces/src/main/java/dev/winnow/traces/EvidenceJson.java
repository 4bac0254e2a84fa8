package dev.winnow.traces;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The file format of evidence: JSON, version {@value Evidence#VERSION}. */
public final class EvidenceJson {
  static final String FORMAT = "winnow-evidence";

  private static final String EXPECTED =
      ". Expected the JSON file that `winnow record` or `winnow ingest` writes";

  /** A longer one would not be read; the place stands at its beginning. */
  private static final int LONGEST_MESSAGE = 1000;

  /** Made when something is read: it takes 30 ms, which nobody who only writes should wait for. */
  private static final class Reading {
    static final ObjectMapper MAPPER =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
  }

  private EvidenceJson() {}

  /** Writes evidence; the same evidence gives the same bytes. Leaves the stream open. */
  public static void write(Evidence evidence, OutputStream out) throws IOException {
    EvidenceWriter.write(evidence, new NonClosing(out));
    out.flush();
  }

  /**
   * Reads evidence.
   *
   * @param source the file's name, for messages
   * @throws EvidenceFormatException if this is not evidence, damaged, or of a later version
   */
  public static Evidence read(InputStream in, String source) throws IOException {
    byte[] file = in.readAllBytes();
    JsonNode root;
    try {
      root = Reading.MAPPER.readTree(file);
    } catch (IOException e) {
      // Of an array only what it holds can be at fault.
      throw refused(source + place(e) + ": not winnow evidence: " + reason(e) + EXPECTED, e);
    }
    if (root.isMissingNode()) {
      throw refused(source + ": not winnow evidence: the file is empty" + EXPECTED, null);
    }
    if (!root.isObject() || !root.path("format").asText().equals(FORMAT)) {
      throw refused(
          source + ": not winnow evidence: no \"format\": \"" + FORMAT + "\"" + EXPECTED, null);
    }
    JsonNode version = root.path("version");
    if (!version.isIntegralNumber()
        || version.asLong() < 1
        || version.asLong() > Evidence.VERSION) {
      throw refused(
          "%s: evidence of version %s; this winnow reads versions 1 to %d. Read the traces again, or use a newer winnow"
              .formatted(source, version.isMissingNode() ? "(none)" : version, Evidence.VERSION),
          null);
    }
    try {
      return new EvidenceReader().read(root);
    } catch (IllegalArgumentException e) {
      throw refused(source + ": damaged evidence: " + e.getMessage(), e);
    }
  }

  private static String place(IOException e) {
    return e instanceof JsonProcessingException json && json.getLocation() != null
        ? ":%d:%d".formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr())
        : "";
  }

  /** What is wrong, in words that do not need the parser's documentation. */
  private static String reason(IOException e) {
    return switch (e) {
      case JsonEOFException end -> "the JSON ends early, as if the file were cut off";
      case StreamConstraintsException limit ->
          "something is nested deeper or is longer than in any file of winnow";
      case MismatchedInputException twice
          when String.valueOf(twice.getOriginalMessage()).startsWith("Duplicate field") ->
          "a field is there twice";
      case MismatchedInputException more -> "something follows the JSON object";
      default -> "it is not JSON";
    };
  }

  /** Words of the file may be in the message: in one line, and cut if they are endless. */
  private static EvidenceFormatException refused(String message, @Nullable Exception cause) {
    StringBuilder line = new StringBuilder();
    message
        .codePoints()
        .limit(LONGEST_MESSAGE)
        .map(c -> HiddenCharacters.isHidden(c) ? '?' : c)
        .forEach(line::appendCodePoint);
    return new EvidenceFormatException(line.toString(), cause);
  }

  /** Jackson's generator is closed to flush it; the caller's stream is the caller's to close. */
  private static final class NonClosing extends java.io.FilterOutputStream {
    NonClosing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
