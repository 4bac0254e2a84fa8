package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Loss;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code perf script} that show other records: {@code --show-task-events}, {@code
 * --show-mmap-events} and {@code --show-lost-events}.
 */
final class ScriptTasks {
  private static final String ID = "(-?\\d{1,9})";
  private static final Pattern TASK =
      Pattern.compile("(FORK|EXIT)\\(" + ID + ":" + ID + "\\):\\(" + ID + ":" + ID + "\\).*");
  private static final Pattern EXEC = Pattern.compile("COMM exec: .*:" + ID + "/" + ID);
  private static final Pattern MAPPING =
      Pattern.compile("MMAP2? " + ID + "/" + ID + ": \\[[^]]*]: (?:r.xp|r.xs|--xp|x) (/.*)");
  private static final Pattern LOST = Pattern.compile("LOST(_SAMPLES)?:? +lost (\\d{1,18}).*");
  private static final Pattern CHUNKS =
      Pattern.compile("Processed \\d+ (?:events|samples) and lost (\\d{1,18}) chunks!.*");
  private final Calls calls;
  private final LineTally tally;

  ScriptTasks(Calls calls, LineTally tally) {
    this.calls = calls;
    this.tally = tally;
  }

  /** Takes what follows {@code PERF_RECORD_}. */
  void record(byte[] b, int from, int to) {
    String text = Ascii.text(b, from, to);
    tally.ignored("notes of tasks and mappings");
    Matcher task = TASK.matcher(text);
    Matcher exec = EXEC.matcher(text);
    Matcher mapping = MAPPING.matcher(text);
    Matcher lost = LOST.matcher(text);
    if (task.matches()) {
      int pid = Integer.parseInt(task.group(2));
      int tid = Integer.parseInt(task.group(3));
      if (task.group(1).equals("EXIT")) {
        calls.gone(tid);
      } else {
        calls.fork(pid, tid, Integer.parseInt(task.group(4)), Integer.parseInt(task.group(5)));
      }
    } else if (exec.matches()) {
      calls.exec(Integer.parseInt(exec.group(2)), Integer.parseInt(exec.group(1)));
    } else if (mapping.matches()) {
      calls.image(Integer.parseInt(mapping.group(2)), mapping.group(3));
    } else if (lost.matches()) {
      tally.lost(Loss.SAMPLES, Long.parseLong(lost.group(2)));
    }
  }

  /** Takes perf's message on standard error that it lost data; false if it is none. */
  boolean lostChunks(byte[] b, int from, int to) {
    Matcher chunks = CHUNKS.matcher(Ascii.text(b, from, Math.min(to, from + 200)));
    boolean matches = chunks.matches();
    if (matches) {
      tally.ignored("comments");
      tally.lost(Loss.SAMPLES, Long.parseLong(chunks.group(1)));
    }
    return matches;
  }
}
