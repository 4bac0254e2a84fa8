package dev.winnow.recorder;

import dev.winnow.traces.SyscallEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises a trace's format by how it begins. */
final class FormatDetector {
  /** Bytes that are looked at. Fewer may show only junk, more cost start-up time. */
  static final int SAMPLE = 64 << 10;

  /**
   * What the sample is.
   *
   * @param format the format, or null
   * @param problem if there is none: what it is instead and what to do
   */
  record Detected(@Nullable TraceFormat format, String problem) {}

  private FormatDetector() {}

  /** Recognises {@code sample}, the first bytes of an input that is not compressed. */
  static Detected detect(byte[] sample) {
    if (sample.length == 0) {
      return none("it is empty; was the recording cut off before it began?");
    }
    String known = knownOther(sample);
    if (known != null) {
      return none(known);
    }
    if (isStrace(sample)) {
      return new Detected(TraceFormat.STRACE, "");
    }
    for (byte b : sample) {
      if (b == 0) {
        return none("it is a binary file of an unknown format; winnow reads strace's text");
      }
    }
    return none(
        "no line of it looks like strace's output; expected lines such as \"read(3, ...) = 5\"");
  }

  static boolean isGzip(byte[] sample) {
    return starts(sample, 0x1f, 0x8b);
  }

  /** What a sample in a format that winnow knows and cannot read is, or null. */
  private static @Nullable String knownOther(byte[] sample) {
    if (starts(sample, 0x28, 0xb5, 0x2f, 0xfd)) {
      return "it is compressed with zstd, which this version does not read; run zstd -dc on it"
          + " and give winnow the result as \"-\"";
    }
    if (starts(sample, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return "it is compressed with xz, which this version does not read; run xz -dc on it and give"
          + " winnow the result as \"-\"";
    }
    if (starts(sample, 'P', 'E', 'R', 'F', 'I', 'L', 'E', '2')) {
      return "it is perf.data, which this version does not read; record with strace";
    }
    if (starts(sample, 0x7f, 'E', 'L', 'F')) {
      return "it is a program, not a trace; record it with \"winnow record -- PROGRAM\"";
    }
    return knownText(new String(sample, StandardCharsets.ISO_8859_1));
  }

  private static @Nullable String knownText(String text) {
    String start = text.substring(0, Math.min(text.length(), 4096));
    if (start.startsWith("type=") && start.contains("msg=audit(")) {
      return "it is an audit log, which this version does not read; record with strace";
    }
    if (start.startsWith("# tracer:") || start.contains("raw_syscalls:sys_enter:")) {
      return "it is a trace of perf or ftrace, which this version does not read; record with strace";
    }
    if (start.startsWith("% time ") || start.startsWith("System call usage summary")) {
      return "it is the table of strace -c, which has no arguments; record without -c";
    }
    if (start.startsWith("{") && start.contains("\"winnow\"")) {
      return "it is not a trace but evidence";
    }
    String lower = start.toLowerCase(Locale.ROOT);
    return lower.contains("<html") ? "it is a web page" : null;
  }

  /** Whether any line of the sample is one of strace's, whatever surrounds it. */
  private static boolean isStrace(byte[] sample) {
    StraceReader reader = new StraceReader(FormatDetector::ignore);
    try (InputStream in = new ByteArrayInputStream(sample)) {
      reader.read(in);
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
    return reader.recognises();
  }

  private static void ignore(SyscallEvent event) {}

  private static Detected none(String problem) {
    return new Detected(null, problem);
  }

  private static boolean starts(byte[] sample, int... bytes) {
    if (sample.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((sample[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
