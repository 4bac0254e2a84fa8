package dev.winnow.recorder;

import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads traces into a sink, run by run, whatever their format. */
public final class Ingestion {
  private final InputStream stdin;
  private final Arch arch;
  private final @Nullable TraceFormat from;

  /** Recognises formats by content and takes what does not say its ABI for x86_64. */
  public Ingestion() {
    this(System.in, Arch.X86_64, null);
  }

  /**
   * @param stdin what the path {@code -} means
   * @param arch the ABI of what does not say its own
   * @param from the format of all inputs, or null to recognise it by content
   */
  public Ingestion(InputStream stdin, Arch arch, @Nullable TraceFormat from) {
    this.stdin = stdin;
    this.arch = arch;
    this.from = from;
  }

  /**
   * Reads one run to its end and delivers its events.
   *
   * @throws TraceException if a file cannot be read, is empty or is no trace; the message is for
   *     people. The sink may have got events of other pieces before.
   */
  public RecordedRun read(TraceInput input, TraceSink sink) throws TraceException {
    return read(input, sink, "");
  }

  /** Reads a trace that was recorded just now; its id tells it from every other recording. */
  public RecordedRun read(Capture capture, TraceSink sink) throws TraceException {
    String label = String.join(" ", capture.command());
    List<TraceInput.Piece> file = List.of(new TraceInput.Piece(capture.trace(), 0));
    return read(new TraceInput(label, file), sink, capture.salt());
  }

  private RecordedRun read(TraceInput input, TraceSink sink, String salt) throws TraceException {
    StraceReader reader = new StraceReader(sink, arch);
    Map<Integer, byte[]> movedHeads = Pieces.movedHeads(input);
    List<String> warnings = new ArrayList<>();
    MessageDigest digest = TraceStream.sha256();
    byte[] id = new byte[0];
    for (TraceInput.Piece piece : input.pieces()) {
      id = read(piece, input.pieces().size() > 1, reader, movedHeads, warnings);
      digest.update((piece.tid() + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(id);
    }
    boolean alone = input.pieces().size() == 1;
    if (!alone || !salt.isEmpty()) {
      digest.update(salt.getBytes(StandardCharsets.UTF_8));
      id = digest.digest();
    }
    return new RecordedRun(
        HexFormat.of().formatHex(id),
        input.label(),
        TraceFormat.STRACE,
        reader.summary(),
        warnings);
  }

  /** Reads one file and returns the SHA-256 of its bytes, after decompression. */
  private byte[] read(
      TraceInput.Piece piece,
      boolean oneOfMany,
      StraceReader reader,
      Map<Integer, byte[]> movedHeads,
      List<String> warnings)
      throws TraceException {
    try (TraceStream in = TraceStream.open(piece.path(), stdin)) {
      boolean emptyPiece = oneOfMany && in.sample().length == 0;
      FormatDetector.Detected detected =
          from != null || emptyPiece
              ? new FormatDetector.Detected(TraceFormat.STRACE, "")
              : FormatDetector.detect(in.sample());
      if (detected.format() == null) {
        String problem = in.problem().isEmpty() ? detected.problem() : in.problem();
        throw new TraceException(name(piece) + " is not a trace: " + problem);
      }
      if (piece.tid() == 0) {
        reader.read(in);
      } else {
        reader.readPiece(in, piece.tid(), movedHeads);
      }
      if (!in.problem().isEmpty()) {
        reader.markTruncated();
        warnings.add(name(piece) + ": " + in.problem());
      }
      return in.digest();
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw new TraceException("cannot read " + name(piece) + ": " + e.getMessage(), e);
    }
  }

  private static String name(TraceInput.Piece piece) {
    return piece.path().equals(TraceInput.STDIN) ? "standard input" : piece.path().toString();
  }
}
