package dev.winnow.recorder.capture;

/**
 * Notes the first SIGINT, SIGTERM or SIGHUP to this process, so that work with what was recorded
 * before is finished; a second one does what it would have done, which ends the JVM. Signals that
 * {@link StraceCapture} takes while a program runs are not noted here.
 */
public final class NotedInterrupt implements AutoCloseable {
  private final Object lock = new Object();
  private final Interrupts handled;
  private boolean came;

  /** From now on, until closed. */
  public NotedInterrupt() {
    synchronized (lock) { // a signal may come before the field is set
      handled = new Interrupts(signal -> note());
    }
  }

  private void note() {
    synchronized (lock) {
      came = true;
      handled.restore();
    }
  }

  /** Whether a signal came since this began. */
  public boolean came() {
    synchronized (lock) {
      return came;
    }
  }

  @Override
  public void close() {
    handled.close();
  }
}
