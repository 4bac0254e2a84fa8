package dev.winnow.learner;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.Kind;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A generated run of several processes and threads that keeps its own account of who is what: each
 * event with the roles whose filters it meets, from the beginning and after a marker.
 */
final class Family {
  private static final List<String> CALLS =
      List.of("read", "openat", "mmap", "socket", "listen", "epoll_wait", "fcntl", "setuid");
  private static final List<String> IMAGES = List.of("/bin/a", "/bin/b", "/usr/bin/a");
  private static final long[] VALUES = {0, 1, 2, 3, 0x22, 0x41, 0x80000};
  private static final int CLONE_THREAD = 0x10000;
  private static final int DEEPEST = 3;

  private final RandomGenerator random;
  private final String marker;
  private final EvidenceBuilder builder = new EvidenceBuilder();
  private final List<Task> threads = new ArrayList<>();
  private final List<Played> played = new ArrayList<>();
  private int lastTid = 1;

  /**
   * An event and whose filters it meets.
   *
   * @param begun of roles from their beginning
   * @param after of roles after the marker; "everybody" for the stage of all processes
   */
  record Played(SyscallEvent event, Set<String> begun, Set<String> after) {}

  static final String EVERYBODY = "everybody";

  private static final class Task {
    private final int tid;
    private String image = "/bin/a";
    private int depth;
    private boolean thread;
    private String role = "/bin/a";
    private List<Task> process = new ArrayList<>();
    private final Set<String> begun = new TreeSet<>();
    private final Set<String> after = new TreeSet<>();

    Task(int tid) {
      this.tid = tid;
    }
  }

  private Family(RandomGenerator random, String marker) {
    this.random = random;
    this.marker = marker;
  }

  /** The same numbers give the same run. */
  static Family generate(RandomGenerator random, String marker) {
    Family family = new Family(random, marker);
    Task first = new Task(1);
    first.process.add(first);
    first.begun.add(first.role);
    family.threads.add(first);
    family.play(first, family.event("execve", first, 0, "/bin/a"));
    int events = random.nextInt(10, 120);
    for (int i = 0; i < events; i++) {
      family.step(family.threads.get(random.nextInt(family.threads.size())));
    }
    return family;
  }

  /** The marker whose filters are kept account of. */
  String marker() {
    return marker;
  }

  List<Played> played() {
    return played;
  }

  Evidence evidence(String id) {
    int lines = played.size();
    LineAccount account = new LineAccount(lines, lines, 0, new TreeMap<>(), 0, List.of());
    TreeMap<String, Long> none = new TreeMap<>();
    return builder.build(
        new Run(id, id, "strace", "", "", account, lines, none, false, true, none));
  }

  private void step(Task thread) {
    switch (random.nextInt(12)) {
      case 0 -> exec(thread);
      case 1 -> begin(thread, false);
      case 2 -> begin(thread, true);
      default -> call(thread, CALLS.get(random.nextInt(CALLS.size())));
    }
  }

  private SyscallEvent event(String name, Task thread, long result, String image) {
    Syscall syscall = Recording.syscall(name);
    SyscallEvent event = new SyscallEvent();
    event.reset(Arch.X86_64, syscall.number(), thread.tid);
    for (int i = 0; i < syscall.arity(); i++) {
      Argument argument = syscall.arguments().get(i);
      if (argument.kind() == Kind.POINTER) {
        event.setHidden(i);
      } else {
        event.setValue(i, VALUES[random.nextInt(VALUES.length)] & argument.mask());
      }
    }
    if (!image.isEmpty()) {
      event.setImage(image);
    }
    event.setResult(result);
    return event;
  }

  private void play(Task thread, SyscallEvent event) {
    played.add(new Played(event, new TreeSet<>(thread.begun), new TreeSet<>(thread.after)));
    builder.event(event);
  }

  private void call(Task thread, String name) {
    play(thread, event(name, thread, 0, ""));
    if (name.equals(marker)) {
      // Whoever installs the filter installs it in all threads of its process, but a thread that
      // has a role of its own in itself.
      for (Task each : thread.process) {
        each.after.add(EVERYBODY);
        each.after.add(thread.process.getFirst().role);
      }
      thread.after.add(thread.role);
    }
  }

  private void exec(Task thread) {
    if (thread.process.size() > 1) {
      return; // the others would end
    }
    String image = IMAGES.get(random.nextInt(IMAGES.size()));
    play(thread, event("execve", thread, 0, image));
    thread.image = image;
    thread.depth = 0;
    thread.thread = false;
    thread.role = image;
    thread.begun.add(image);
  }

  private void begin(Task parent, boolean thread) {
    Task child = new Task(++lastTid);
    boolean same = parent.depth == DEEPEST || (parent.thread && thread);
    child.image = parent.image;
    child.depth = parent.depth + (same ? 0 : 1);
    child.thread = same ? parent.thread : thread;
    child.role = same ? parent.role : parent.role + (thread ? ">thread" : ">fork");
    child.begun.addAll(parent.begun);
    child.begun.add(child.role);
    child.after.addAll(parent.after);
    SyscallEvent event = event(thread ? "clone3" : "fork", parent, child.tid, "");
    event.setCloneFlags(thread ? CLONE_THREAD : 0);
    play(parent, event);
    if (thread) {
      child.process = parent.process;
    }
    child.process.add(child);
    threads.add(child);
  }
}
