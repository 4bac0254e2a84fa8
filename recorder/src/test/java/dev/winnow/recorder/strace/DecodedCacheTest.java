package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecodedCacheTest {
  private static final CallKey NONE = key("");
  private static final long NUMBER = 3;

  private final DecodedCache cache = new DecodedCache(64);

  @Test
  void callIsFoundByAllOfItsKeys() {
    DecodedCall call = put(cache, key("close(3"), key(") = 0"), 1);
    assertSame(call, find("close(3", ") = 0"));
    assertNull(find("close(", "3) = 0"), "parts elsewhere");
    assertNull(find("", "close(3) = 0"), "one line");
    assertNull(find("close(3", ") = 1"));
    assertNull(find("close(4", ") = 0"));
    assertNull(cache.find(Arch.I386, NUMBER, key("close(3"), key(") = 0")));
    assertNull(cache.find(Arch.X86_64, NUMBER + 1, key("close(3"), key(") = 0")));
  }

  @Test
  void callIsDueWhenItComesAgain() {
    assertFalse(cache.isDue(NONE, key("close(3) = 0")));
    assertTrue(cache.isDue(NONE, key("close(3) = 0")));
    String tooLong = "close(" + "3".repeat(600) + ") = 0";
    assertFalse(cache.isDue(NONE, key(tooLong)));
    assertFalse(cache.isDue(NONE, key(tooLong)));
  }

  /** Many put calls at the same few places while others look for them. */
  @Test
  void whatIsFoundIsRightWhoeverPutsMeanwhile() throws InterruptedException, ExecutionException {
    DecodedCache small = new DecodedCache(8);
    Callable<Integer> worker =
        () -> {
          int found = 0;
          for (int i = 0; i < 200_000; i++) {
            int value = i % 23;
            CallKey rest = key("close(" + value + ") = 0");
            DecodedCall call = small.find(Arch.X86_64, NUMBER, NONE, rest);
            if (call == null) {
              put(small, NONE, rest, value);
            } else {
              assertEquals(value, call.event.value(0));
              found++;
            }
          }
          return found;
        };
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(workers.submit(worker));
      }
      int found = 0;
      for (Future<Integer> result : results) {
        found += Objects.requireNonNull(result.get());
      }
      assertTrue(found > 0);
    } finally {
      workers.shutdownNow();
    }
  }

  private @Nullable DecodedCall find(String head, String rest) {
    return cache.find(Arch.X86_64, NUMBER, key(head), key(rest));
  }

  private static DecodedCall put(DecodedCache cache, CallKey head, CallKey rest, int value) {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, (int) NUMBER, 0);
    event.setValue(0, value);
    DecodedCall call = new DecodedCall(event.recurring(), (byte) 0, NUMBER, head, rest);
    cache.put(call, head, rest);
    return call;
  }

  private static CallKey key(String text) {
    byte[] bytes = Ascii.bytes(text);
    CallKey key = new CallKey(new CallKey.Space());
    assertTrue(key.of(bytes, 0, bytes.length));
    return key;
  }
}
