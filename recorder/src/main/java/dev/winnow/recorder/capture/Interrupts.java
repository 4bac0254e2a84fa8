package dev.winnow.recorder.capture;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/**
 * Keeps this JVM alive through SIGINT, SIGTERM and SIGHUP while a program is recorded; closing it
 * restores what was there. The handler is a real one and not "ignore", because a child inherits the
 * latter across exec and would not stop on Ctrl-C.
 *
 * <p>{@code sun.misc.Signal} of the module jdk.unsupported is the JDK's only way to handle a
 * signal. It is reached by reflection, since naming it is a warning that cannot be turned off.
 *
 * <p>A SIGHUP that is ignored, as under nohup(1), stays ignored, here and in the program.
 */
final class Interrupts implements AutoCloseable {
  static final int HUP = 1;
  static final int INT = 2;
  static final int TERM = 15;
  private static final int URG = 23;

  private final Object previousInt;
  private final Object previousTerm;
  private final Object previousHup;

  /** Calls {@code handler} with the signal's number, on a thread of its own, for each signal. */
  Interrupts(IntConsumer handler) {
    previousInt = handle("INT", proxy(INT, handler));
    previousTerm = handle("TERM", proxy(TERM, handler));
    previousHup = handle("HUP", proxy(HUP, handler));
    if (previousHup.equals(ignore())) {
      handle("HUP", previousHup);
    }
  }

  /** Waits until {@code process} has ended and returns its exit code. */
  int waitFor(Process process) throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    awaitPending();
    restore();
  }

  /** Gives the signals back at once; a pending one may find either handler. */
  void restore() {
    handle("INT", previousInt);
    handle("TERM", previousTerm);
    handle("HUP", previousHup);
  }

  /**
   * Waits for the handlers of signals that came before. Java calls them later, on another thread,
   * and would look up the handler only then: the one before this, which ends the JVM. Java serves
   * pending signals in the order of their numbers, so that SIGURG, which nobody else uses, comes
   * after those handled here; each starts a thread "SIGNAME handler".
   */
  private static void awaitPending() {
    CountDownLatch served = new CountDownLatch(1);
    Object previous = handle("URG", proxy(URG, signal -> served.countDown()));
    try {
      Class<?> signal = type("sun.misc.Signal");
      Object urgent = signal.getConstructor(String.class).newInstance("URG");
      signal.getMethod("raise", signal).invoke(null, urgent);
      served.await();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        String name = thread.getName();
        if (name.startsWith("SIG") && name.endsWith(" handler")) {
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot raise a signal", e);
    } finally {
      handle("URG", previous);
    }
  }

  private static Object proxy(int number, IntConsumer handler) {
    Class<?> type = type("sun.misc.SignalHandler");
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                handler.accept(number);
                yield null;
              }
              case "hashCode" -> number;
              case "equals" -> false;
              default -> "winnow's handler of signal " + number;
            });
  }

  /** {@code Signal.handle(new Signal(name), handler)}: the handler before. */
  private static Object handle(String name, Object handler) {
    try {
      Class<?> signal = type("sun.misc.Signal");
      Object of = signal.getConstructor(String.class).newInstance(name);
      return signal
          .getMethod("handle", signal, type("sun.misc.SignalHandler"))
          .invoke(null, of, handler);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "cannot handle SIG" + name + "; start Java without -Xrs", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", e);
    }
  }

  private static Object ignore() {
    try {
      return type("sun.misc.SignalHandler").getField("SIG_IGN").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no SignalHandler.SIG_IGN", e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this Java has no module jdk.unsupported", e);
    }
  }
}
