package dev.winnow.recorder;

import dev.winnow.recorder.reader.Sample;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises a trace's format by how it begins. */
final class FormatDetector {
  /**
   * What the sample is.
   *
   * @param format the format, or null
   * @param problem if there is none: what it is instead and what to do
   */
  record Detected(@Nullable TraceFormat format, String problem) {}

  private FormatDetector() {}

  /** Recognises {@code sample}, the start of an input that is not compressed. */
  static Detected detect(Sample sample) {
    if (sample.bytes().length == 0) {
      return none("it is empty; was the recording cut off before it began?");
    }
    String known = knownOther(sample);
    if (known != null) {
      return none(known);
    }
    for (TraceFormat format : TraceFormat.values()) {
      if (format.recognises(sample)) {
        return new Detected(format, "");
      }
    }
    return none(
        sample.isBinary()
            ? "it is a binary file of an unknown format; winnow reads " + TraceFormat.labels()
            : "no line of it looks like strace's output; expected lines such as \"read(3, ...) = 5\"");
  }

  /** What a sample in a format that winnow knows and cannot read is, or null. */
  private static @Nullable String knownOther(Sample sample) {
    if (sample.startsWith('2', 'E', 'L', 'I', 'F', 'R', 'E', 'P')) {
      return "it is perf.data of a big-endian machine; run \"perf script\" on it there and read that";
    }
    if (sample.startsWith('P', 'E', 'R', 'F', 'F', 'I', 'L', 'E')) {
      return "it is perf.data of a perf before Linux 2.6.36; record it again";
    }
    if (sample.startsWith(0xff, 0xfe) || sample.startsWith(0xfe, 0xff)) {
      return "it is UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8";
    }
    if (sample.startsWith(0x7f, 'E', 'L', 'F')) {
      return "it is a program, not a trace; record it with \"winnow record -- PROGRAM\"";
    }
    return knownText(sample.text());
  }

  private static @Nullable String knownText(String text) {
    String start = text.substring(0, Math.min(text.length(), 4096));
    if (start.startsWith("{") && start.contains("\"winnow\"")) {
      return "it is not a trace but evidence";
    }
    String lower = start.toLowerCase(Locale.ROOT);
    return lower.contains("<html") ? "it is a web page" : null;
  }

  private static Detected none(String problem) {
    return new Detected(null, problem);
  }
}
