package dev.winnow.recorder;

import dev.winnow.recorder.capture.Capture;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.strace.StraceReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
    String label = capture.commandLine();
    List<TraceInput.Piece> file = List.of(new TraceInput.Piece(capture.trace(), 0));
    return read(new TraceInput(label, file), sink, capture.salt());
  }

  private RecordedRun read(TraceInput input, TraceSink sink, String salt) throws TraceException {
    return input.pieces().getFirst().tid() == 0
        ? readFile(input, sink, salt)
        : readPieces(input, sink, salt);
  }

  private RecordedRun readFile(TraceInput input, TraceSink sink, String salt)
      throws TraceException {
    TraceInput.Piece file = input.pieces().getFirst();
    try (TraceStream in = TraceStream.open(file.path(), stdin)) {
      TraceFormat format = from != null ? from : detect(file, in);
      TraceReader reader = format.reader(sink, arch);
      List<String> warnings = new ArrayList<>();
      byte[] id = read(file, in, reader::read, reader, warnings);
      return run(salt.isEmpty() ? id : salted(id, salt), input, format, reader, warnings);
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Only strace writes pieces. */
  private RecordedRun readPieces(TraceInput input, TraceSink sink, String salt)
      throws TraceException {
    StraceReader reader = new StraceReader(sink, arch, Pieces.movedHeads(input));
    boolean many = input.pieces().size() > 1;
    List<String> warnings = new ArrayList<>();
    MessageDigest digest = TraceStream.sha256();
    byte[] id = new byte[0];
    for (TraceInput.Piece piece : input.pieces()) {
      try (TraceStream in = TraceStream.open(piece.path(), stdin)) {
        boolean empty = many && in.sample().bytes().length == 0;
        if (from == null && !empty) {
          detect(piece, in);
        }
        id = read(piece, in, bytes -> reader.readPiece(bytes, piece.tid()), reader, warnings);
      } catch (TraceException e) {
        throw e;
      } catch (IOException e) {
        throw unreadable(piece, e);
      }
      digest.update((piece.tid() + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(id);
    }
    if (many || !salt.isEmpty()) {
      digest.update(salt.getBytes(StandardCharsets.UTF_8));
      id = digest.digest();
    }
    return run(id, input, TraceFormat.STRACE, reader, warnings);
  }

  /** How a reader takes the bytes of one file. */
  private interface Reading {
    void read(InputStream in) throws IOException;
  }

  /** Reads one file and returns the SHA-256 of its bytes, after decompression. */
  private static byte[] read(
      TraceInput.Piece file,
      TraceStream in,
      Reading reading,
      TraceReader reader,
      List<String> warnings)
      throws IOException {
    reading.read(in);
    if (!in.problem().isEmpty()) {
      reader.markTruncated();
      warnings.add(name(file) + ": " + in.problem());
    }
    return in.digest();
  }

  private static TraceFormat detect(TraceInput.Piece file, TraceStream in) throws TraceException {
    FormatDetector.Detected detected = FormatDetector.detect(in.sample());
    if (detected.format() == null) {
      String problem = in.problem().isEmpty() ? detected.problem() : in.problem();
      throw new TraceException(name(file) + " is not a trace: " + problem);
    }
    return detected.format();
  }

  private static byte[] salted(byte[] id, String salt) {
    MessageDigest digest = TraceStream.sha256();
    digest.update("0:".getBytes(StandardCharsets.UTF_8));
    digest.update(id);
    return digest.digest(salt.getBytes(StandardCharsets.UTF_8));
  }

  private static RecordedRun run(
      byte[] id, TraceInput input, TraceFormat format, TraceReader reader, List<String> warnings) {
    reader.warnings().forEach(warning -> warnings.add(input.label() + ": " + warning));
    return new RecordedRun(
        HexFormat.of().formatHex(id), input.label(), format, reader.summary(), warnings);
  }

  private static TraceException unreadable(TraceInput.Piece file, IOException e) {
    return new TraceException("cannot read " + name(file) + ": " + e.getMessage(), e);
  }

  private static String name(TraceInput.Piece piece) {
    return piece.path().equals(TraceInput.STDIN) ? "standard input" : Excerpt.name(piece.path());
  }
}
