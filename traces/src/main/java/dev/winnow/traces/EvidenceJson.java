package dev.winnow.traces;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The file format of evidence: JSON, version {@value Evidence#VERSION}. */
public final class EvidenceJson {
  static final String FORMAT = "winnow-evidence";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

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
    JsonNode root;
    try {
      root = MAPPER.readTree(in);
    } catch (JsonProcessingException e) {
      throw new EvidenceFormatException(
          "%s:%d:%d: not winnow evidence: %s. Expected the JSON file that `winnow record` or `winnow ingest` writes"
              .formatted(
                  source,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    }
    if (!root.isObject() || !root.path("format").asText().equals(FORMAT)) {
      throw new EvidenceFormatException(
          source
              + ": not winnow evidence: no \"format\": \""
              + FORMAT
              + "\". Expected the file that `winnow record` or `winnow ingest` writes",
          null);
    }
    int version = root.path("version").asInt();
    if (version < 1 || version > Evidence.VERSION) {
      throw new EvidenceFormatException(
          "%s: evidence of version %s; this winnow reads versions 1 to %d. Read the traces again, or use a newer winnow"
              .formatted(source, root.path("version").asText(), Evidence.VERSION),
          null);
    }
    try {
      return new EvidenceReader().read(root);
    } catch (IllegalArgumentException e) {
      throw new EvidenceFormatException(source + ": damaged evidence: " + e.getMessage(), e);
    }
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
