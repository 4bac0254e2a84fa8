package dev.winnow.recorder;

import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.strace.StraceReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A format that winnow reads: its name, how it is recognised, who reads it, and what its sources
 * know. In the order in which they are tried: those that cannot be mistaken come first.
 */
public enum TraceFormat {
  /**
   * What strace writes, in all of its forms. Last of the texts, since one line is enough for it.
   */
  STRACE("strace");

  private final String label;

  TraceFormat(String label) {
    this.label = label;
  }

  /** The name of {@code --from} and in evidence. */
  public String label() {
    return label;
  }

  /** What a trace in this format can tell. */
  public SourceKnowledge knows() {
    return switch (this) {
      case STRACE ->
          new SourceKnowledge(
              SourceKnowledge.Abi.WHERE_IT_CHANGES,
              SourceKnowledge.Arguments.LOW_WORDS,
              true,
              true);
    };
  }

  /** Whether an input that begins like this is in this format. */
  boolean recognises(Sample sample) {
    return switch (this) {
      case STRACE -> StraceReader.recognises(sample);
    };
  }

  /**
   * A reader of one run.
   *
   * @param arch the ABI of what does not say its own
   */
  TraceReader reader(TraceSink sink, Arch arch) {
    return switch (this) {
      case STRACE -> new StraceReader(sink, arch);
    };
  }

  /** The format of that name, or null. */
  public static @Nullable TraceFormat ofLabel(String label) {
    for (TraceFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    return null;
  }

  /** All names, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(TraceFormat::label).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return label;
  }
}
