package dev.winnow.policy;

/**
 * What the kernel does with an event: a seccomp return value (linux/seccomp.h).
 *
 * @param kind the action
 * @param data SECCOMP_RET_DATA, 0 to 65535: the errno or the tracer's message; 0 for other kinds
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

  /** Whether the call is carried out without anybody else's decision: allow or log. */
  public boolean permits() {
    return kind == Kind.ALLOW || kind == Kind.LOG;
  }

  /** Whether a return value permits, as {@link #permits()}. */
  public static boolean permits(int returnValue) {
    int action = returnValue & 0xffff0000;
    return action == Kind.ALLOW.value() || action == Kind.LOG.value();
  }
}
