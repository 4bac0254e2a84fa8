package dev.winnow.traces;

/** Where a reader delivers what it reads, in the order of the lines that complete the events. */
public interface TraceSink {
  /**
   * One event, which stands for {@link SyscallEvent#occurrences()} calls. The instance is reused
   * after the call.
   */
  void event(SyscallEvent event);

  /** A thread or process is gone; its number may come back as another's. */
  default void exited(int tid) {}

  /** {@code survivor} goes on under {@code leader}'s number, because it called execve. */
  default void superseded(int leader, int survivor) {}

  /**
   * {@code tid} has entered a call that makes a thread or process and has not returned yet: the
   * child may appear before it does.
   *
   * @param cloneFlags as {@link SyscallEvent#cloneFlags()}
   */
  default void entered(int tid, Arch arch, int number, long cloneFlags) {}
}
