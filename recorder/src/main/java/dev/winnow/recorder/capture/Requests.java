package dev.winnow.recorder.capture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What signals to this process ask for: the first ends the program as it would have ended it alone,
 * the next kills it and everything that it left running. One that comes before the program began is
 * kept until it has.
 */
final class Requests {
  /**
   * Signals within this time are one request: timeout(1) signals its child and then the group that
   * the child is in. Longer, and a person's second Ctrl-C would be lost.
   */
  private static final Duration ONE_REQUEST = Duration.ofMillis(200);

  /** strace has a tracee within milliseconds; one that has none so late never will. */
  private static final Duration UNTIL_TRACED = Duration.ofSeconds(5);

  /** What a program left running may end by itself; a service manager waits seconds as well. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int POLL_MILLIS = 5;

  private final AtomicInteger count;
  private final Queue<Integer> early = new ArrayDeque<>();
  private long firstNanos;
  private @Nullable Process process;

  /**
   * @param count the signals that came, also those that belong to one request
   */
  Requests(AtomicInteger count) {
    this.count = count;
  }

  /** A signal came; on whatever thread. */
  void signal(int number) {
    Process running;
    int request = count.incrementAndGet();
    synchronized (this) {
      long nanos = System.nanoTime();
      if (request == 1) {
        firstNanos = nanos;
      } else if (nanos - firstNanos < ONE_REQUEST.toNanos()) {
        return;
      }
      running = process;
      if (running == null) {
        early.add(number);
        return;
      }
    }
    serve(number, request > 1, running);
  }

  /** The program runs, or is about to. */
  void started(Process running) {
    List<Integer> waiting;
    synchronized (this) {
      process = running;
      waiting = List.copyOf(early);
      early.clear();
    }
    for (int i = 0; i < waiting.size(); i++) {
      serve(waiting.get(i), i > 0, running);
    }
  }

  /** Kills the program, if it was started. */
  synchronized void kill() {
    Process running = process;
    if (running != null) {
      Tracees.of(running.pid()).forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly();
    }
  }

  private static void serve(int signal, boolean again, Process running) {
    List<ProcessHandle> tracees = tracees(running);
    if (again) {
      tracees.forEach(ProcessHandle::destroyForcibly);
    } else if (signal == Interrupts.TERM || !Terminal.isForeground()) {
      pass(signal, tracees, running);
    }
  }

  /**
   * To the program alone, which ends what it started in its own way, as where nobody traces it; to
   * what it leaves running, afterwards.
   */
  private static void pass(int signal, List<ProcessHandle> tracees, Process running) {
    List<ProcessHandle> first =
        tracees.stream().filter(tracee -> isChild(tracee, running)).toList();
    first.forEach(program -> Kill.send(program.pid(), signal));
    try {
      for (ProcessHandle program : first) {
        while (program.isAlive() && running.isAlive()) {
          Thread.sleep(POLL_MILLIS);
        }
      }
      if (!first.isEmpty() && running.waitFor(GRACE)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Tracees.of(running.pid()).forEach(left -> Kill.send(left.pid(), signal));
  }

  private static boolean isChild(ProcessHandle tracee, Process running) {
    return tracee.parent().filter(parent -> parent.pid() == running.pid()).isPresent();
  }

  /** The program's processes; waits until there is one. */
  private static List<ProcessHandle> tracees(Process running) {
    long deadline = System.nanoTime() + UNTIL_TRACED.toNanos();
    List<ProcessHandle> tracees = Tracees.of(running.pid());
    while (tracees.isEmpty() && running.isAlive() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return tracees;
      }
      tracees = Tracees.of(running.pid());
    }
    return tracees;
  }
}
