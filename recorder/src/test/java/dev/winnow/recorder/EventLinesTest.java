package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLinesTest {
  @Test
  void columnsAreSeparatedByTabs() {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, 257, 42);
    event.setValue(0, 0xffffff9cL);
    event.setHidden(1);
    event.setUndecoded(2, "O_NEW");
    event.setHidden(3);
    event.setResult(-2);
    assertEquals("42\tx86_64\t257\topenat\t0xffffff9c\t*\t?\t*\t-\t-\t-2\n", written(event, null));
  }

  @Test
  void resultThatIsNotShownIsAQuestionMark() {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, 231, 0);
    event.setValue(0, 7);
    event.setReturned();
    assertEquals("0\tx86_64\t231\texit_group\t0x7\t-\t-\t-\t-\t-\t?\n", written(event, null));
  }

  @Test
  void callThatNeverReturnedIsLeftOut() {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, 34, 5);
    assertEquals("", written(event, null));
  }

  @Test
  void labelIsTheFirstColumnAndCannotBreakTheTable() {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, 39, 5);
    event.setResult(5);
    assertEquals("a b c\t5\tx86_64\t39\tgetpid\t-\t-\t-\t-\t-\t-\t5\n", written(event, "a\tb\nc"));
  }

  @Test
  void numberOutsideOfTheTableIsNamedByIt() {
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, 9999, 5);
    event.setResult(-38);
    assertEquals("5\tx86_64\t9999\tnr(9999)\t-\t-\t-\t-\t-\t-\t-38\n", written(event, null));
  }

  @Test
  void failureToWriteIsReported() {
    EventLines lines =
        new EventLines(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("disk full");
              }
            });
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, 39, 5);
    event.setResult(5);
    lines.event(event);
    UncheckedIOException e = assertThrows(UncheckedIOException.class, lines::flush);
    assertEquals("cannot write the events: disk full", e.getMessage());
  }

  private static String written(SyscallEvent event, @Nullable String label) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventLines lines = label == null ? new EventLines(out) : new EventLines(out, label);
    lines.event(event);
    lines.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
