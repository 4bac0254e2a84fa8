package dev.winnow.policy;

/**
 * What the kernel does with an event: a seccomp return value (linux/seccomp.h).
 *
 * @param kind the action
 * @param data SECCOMP_RET_DATA: the errno, 0 to 4095, where 0 skips the call and reports success;
 *     the tracer's message, 0 to 65535; 0 for other kinds
 */
public record Action(Kind kind, int data) {
  /** The actions, with their SECCOMP_RET_* value. */
  public enum Kind {
    ALLOW("allow", 0x7fff0000),
    LOG("log", 0x7ffc0000),
    ERRNO("errno", 0x00050000),
    TRAP("trap", 0x00030000),
    TRACE("trace", 0x7ff00000),
    USER_NOTIF("user_notif", 0x7fc00000),
    KILL_THREAD("kill_thread", 0x00000000),
    KILL_PROCESS("kill_process", 0x80000000);

    private final String label;
    private final int value;

    Kind(String label, int value) {
      this.label = label;
      this.value = value;
    }

    /** The name in the policy language. */
    public String label() {
      return label;
    }

    /** SECCOMP_RET_* without data. */
    public int value() {
      return value;
    }
  }

  public static final Action ALLOW = new Action(Kind.ALLOW, 0);
  public static final Action LOG = new Action(Kind.LOG, 0);
  public static final Action KILL_PROCESS = new Action(Kind.KILL_PROCESS, 0);

  public Action {
    if (data < 0 || data > 0xffff) {
      throw new IllegalArgumentException("action data " + data + " is not in 0..65535");
    }
    if (kind == Kind.ERRNO && data > Errno.MOST) {
      throw new IllegalArgumentException("errno " + data + " is not in 0.." + Errno.MOST);
    }
    if (data != 0 && kind != Kind.ERRNO && kind != Kind.TRACE) {
      throw new IllegalArgumentException(kind.label() + " takes no data");
    }
  }

  /** errno(number). */
  public static Action errno(int number) {
    return new Action(Kind.ERRNO, number);
  }

  /** The filter's return value. */
  public int returnValue() {
    return kind.value() | data;
  }

  /**
   * The action that the kernel takes for a return value (kernel/seccomp.c, __seccomp_filter): an
   * errno above 4095 counts as 4095, data that the action has no use for is dropped, and an action
   * that the kernel does not know kills the process.
   */
  public static Action ofReturnValue(int returnValue) {
    int data = returnValue & 0xffff;
    for (Kind kind : Kind.values()) {
      if (kind.value() == (returnValue & 0xffff0000)) {
        return switch (kind) {
          case ERRNO -> errno(Math.min(data, Errno.MOST));
          case TRACE -> new Action(kind, data);
          default -> new Action(kind, 0);
        };
      }
    }
    return KILL_PROCESS;
  }

  /** Whether the call is carried out without anybody else's decision: allow or log. */
  public boolean permits() {
    return kind == Kind.ALLOW || kind == Kind.LOG;
  }

  /** The action in the policy language, such as {@code errno(EPERM)}. */
  @Override
  public String toString() {
    return ActionParser.print(this);
  }

  /** Whether a return value permits, as {@link #permits()}. */
  public static boolean permits(int returnValue) {
    int action = returnValue & 0xffff0000;
    return action == Kind.ALLOW.value() || action == Kind.LOG.value();
  }
}
