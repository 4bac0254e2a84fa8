package dev.winnow.recorder;

import org.jspecify.annotations.Nullable;

/** A format that winnow reads, under the name that {@code --from} takes. */
public enum TraceFormat {
  /** What strace writes, in all of its forms. */
  STRACE("strace");

  private final String label;

  TraceFormat(String label) {
    this.label = label;
  }

  /** The name on the command line and in evidence. */
  public String label() {
    return label;
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

  @Override
  public String toString() {
    return label;
  }
}
