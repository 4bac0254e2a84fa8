package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Tools;
import dev.winnow.recorder.reader.ChunkFeed;
import dev.winnow.traces.Arch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading allocates nothing per event once names and symbolic texts were seen. */
class AllocationTest {
  @Test
  void eventsAllocateNothing() throws IOException {
    byte[] run = Tools.read(Path.of("../traces/samples/threads.strace"));
    ByteArrayOutputStream runs = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      runs.writeBytes(run);
    }
    long[] events = new long[1];
    // One thread, since what a second one has not seen yet depends on who is faster.
    Lookahead alone = new Lookahead(1, ChunkFeed.CHUNK);
    StraceReader reader = new StraceReader(event -> events[0]++, Arch.X86_64, Map.of(), alone);
    reader.read(new ByteArrayInputStream(runs.toByteArray()));
    events[0] = 0;
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteArrayInputStream in = new ByteArrayInputStream(runs.toByteArray());
    long before = threads.getCurrentThreadAllocatedBytes();
    reader.read(in);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // What remains is per run: threads begin, and three execve give the name of an image.
    assertTrue(allocated < 8 * events[0], allocated + " bytes for " + events[0] + " events");
  }
}
