package dev.winnow.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NotedInterruptTest {
  @Test
  void firstSignalIsNotedAndTheNextGoesToTheHandlerBefore() throws Exception {
    AtomicInteger before = new AtomicInteger();
    Interrupts outer = new Interrupts(signal -> before.incrementAndGet());
    try (NotedInterrupt noted = new NotedInterrupt()) {
      assertFalse(noted.came());
      interruptThisProcess();
      while (!noted.came()) {
        Thread.onSpinWait();
      }
      interruptThisProcess();
    } finally {
      outer.close();
    }
    assertEquals(1, before.get());
  }

  @Test
  void signalsThatSomethingInsideTakesAreNotNoted() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    try (NotedInterrupt noted = new NotedInterrupt()) {
      Interrupts inner = new Interrupts(signal -> inside.incrementAndGet());
      interruptThisProcess();
      inner.close();
      assertEquals(1, inside.get());
      assertFalse(noted.came());
    }
  }

  @Test
  void signalsAreGivenBackWhenClosed() throws Exception {
    AtomicInteger before = new AtomicInteger();
    Interrupts outer = new Interrupts(signal -> before.incrementAndGet());
    new NotedInterrupt().close();
    interruptThisProcess();
    outer.close();
    assertEquals(1, before.get());
  }

  /** SIGINT may be ignored, as it is in what a shell starts in the background. */
  private static void interruptThisProcess() throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertEquals(0, new ProcessBuilder("kill", "-TERM", pid).inheritIO().start().waitFor());
  }
}
