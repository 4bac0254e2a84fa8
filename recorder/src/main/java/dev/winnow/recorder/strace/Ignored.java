package dev.winnow.recorder.strace;

/** Why a line is neither an event nor a failure; the names stand in accounts and reports. */
enum Ignored {
  BLANK("blank"),
  SIGNAL("signal"),
  EXIT("exit"),
  /** {@code +++ superseded by execve in pid N +++}. */
  SUPERSEDED("superseded"),
  /** {@code [ Process PID=N runs in 32 bit mode. ]}. */
  MODE("mode"),
  /** What strace itself says, such as {@code strace: Process N attached}. */
  MESSAGE("message"),
  /** Stack frames of -k, dumps of -e read and -e write. */
  CONTINUATION("continuation"),
  /** The table of -c and -C. */
  SUMMARY("summary"),
  /** A call that strace could not read, printed as {@code ???}. */
  UNNAMED("unnamed");

  final String reason;

  Ignored(String reason) {
    this.reason = reason;
  }
}
