package dev.winnow.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one run into evidence. A task's role is the file that its process exec'd last with the
 * forks and threads since, and its phase the set of syscalls that its process has made since it
 * began: the threads of a process share their phase, a child and an exec'd program begin anew. Who
 * started whom, and in which phase, is kept beside, for filters are inherited.
 *
 * <p>A thread that appears before the call that made it has returned is taken for a child of the
 * thread that entered such a call last. Cost: a few array accesses per event, nothing allocated for
 * events like earlier ones; memory is bounded by the number of distinct features.
 */
public final class EvidenceBuilder implements TraceSink {
  private static final long CLONE_THREAD = 0x10000;

  /**
   * Events that are counted before they are added. Too few, and they are added before they recur;
   * each costs some 300 bytes.
   */
  private static final int RECURRING = 1 << 15;

  private final Phases phases = new Phases();
  private final ByThread<Task> tasks = new ByThread<>();
  private final Map<Integer, Long> spawning = new LinkedHashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<Descent, FeatureCount> descents = new HashMap<>();
  private final List<SyscallEvent> recurring = new ArrayList<>();
  private long events;

  /** What threads of one process share. */
  private static final class Phase {
    private int now = Phases.START;
  }

  /** A thread. */
  private static final class Task {
    private final Phase phase;
    private Role.Context context;

    /** The thread that started it, or is taken for that; 0 if none is known. */
    private final int parent;

    /** What it was when it began. */
    private final Role born;

    Task(Role role, Phase phase, int parent) {
      this(role, phase, parent, role);
    }

    private Task(Role role, Phase phase, int parent, Role born) {
      this.phase = phase;
      this.context = role.in(phase.now);
      this.parent = parent;
      this.born = born;
    }

    /** The same after execve: its threads are gone, so it shares with nobody. */
    Task as(Role image) {
      return new Task(image, new Phase(), parent, born);
    }

    Role.Context context() {
      if (context.phase != phase.now) {
        context = context.role.in(phase.now);
      }
      return context;
    }

    void in(Role.Context next) {
      context = next;
      phase.now = next.phase;
    }
  }

  @Override
  public void event(SyscallEvent event) {
    boolean first = events == 0;
    events = Math.min(events + event.occurrences(), FeatureCount.MOST);
    Task task = task(event.tid());
    Role.Context before = task.context();
    if (event.recurs() && event.countIn(before)) {
      return;
    }
    add(event, task, first);
    if (event.recurs() && task.context() == before) {
      recur(event, before);
    }
  }

  private void add(SyscallEvent event, Task task, boolean first) {
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    boolean exec = syscall != null && isExec(syscall);
    boolean byLauncher = first && exec && showsLauncher(event);
    if (byLauncher && event.image() != null) {
      task.in(role(event.image()).in(task.phase.now));
    }
    Role.Context context = task.context();
    SyscallCounts counts = context.role.counts(event.arch(), event.number(), syscall);
    counts.add(event, context.phase, byLauncher);
    task.in(context.after(counts.marker));
    if (exec && event.resultKnown() && event.result() == 0) {
      exec(event, task);
    } else if (syscall != null && isSpawn(syscall)) {
      spawned(event, task);
    }
  }

  /**
   * The event changes nothing in {@code context} but its counts: from now on it is only counted
   * there, and added when that ends.
   */
  private void recur(SyscallEvent event, Role.Context context) {
    if (!event.isCounted()) {
      if (recurring.size() == RECURRING) {
        addRecurred();
      }
      recurring.add(event);
    }
    event.beginCounting(context, (ended, count) -> addRecurred(event, ended, count));
  }

  private void addRecurred() {
    for (SyscallEvent event : recurring) {
      event.endCounting((context, count) -> addRecurred(event, context, count));
    }
    recurring.clear();
  }

  private void addRecurred(SyscallEvent event, Role.Context context, long count) {
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    SyscallCounts counts = context.role.counts(event.arch(), event.number(), syscall);
    event.setOccurrences(Math.min(count, SyscallEvent.MOST_OCCURRENCES));
    counts.add(event, context.phase, false);
    event.setOccurrences(1);
  }

  /** A source that shows no results has no order either: which call was the first is not known. */
  private static boolean showsLauncher(SyscallEvent event) {
    return event.resultKnown() || !event.returned();
  }

  private void exec(SyscallEvent event, Task task) {
    String image = event.image();
    Role role = image == null ? task.context.role : role(image);
    descended(task, role, Descent.Step.EXEC);
    tasks.put(event.tid(), task.as(role));
  }

  private void spawned(SyscallEvent event, Task parent) {
    Long entered = spawning.remove(event.tid());
    if (!event.resultKnown() || event.result() <= 0 || event.result() > Integer.MAX_VALUE) {
      return;
    }
    long flags = event.cloneFlags() < 0 && entered != null ? entered : event.cloneFlags();
    int child = (int) event.result();
    Task known = tasks.get(child);
    if (known == null) {
      tasks.put(child, child(parent, event.tid(), flags));
    } else if (known.parent != event.tid()) {
      // It came before this call returned and was taken for another's, whose filters it keeps too.
      descended(parent, known.born, step(flags));
    }
  }

  private static Descent.Step step(long cloneFlags) {
    boolean thread = cloneFlags >= 0 && (cloneFlags & CLONE_THREAD) != 0;
    return thread ? Descent.Step.THREAD : Descent.Step.FORK;
  }

  private Task child(Task parent, int tid, long cloneFlags) {
    Descent.Step step = step(cloneFlags);
    Role role = parent.context.role.child(step, roles);
    descended(parent, role, step);
    Phase phase = step == Descent.Step.THREAD ? parent.phase : new Phase();
    return new Task(role, phase, tid);
  }

  private void descended(Task parent, Role child, Descent.Step step) {
    descents
        .computeIfAbsent(
            new Descent(parent.context.role.name(), child.name(), step), d -> new FeatureCount())
        .add(1, parent.phase.now);
  }

  @Override
  public void entered(int tid, Arch arch, int number, long cloneFlags) {
    Syscall syscall = SyscallTable.of(arch).byNumber(number);
    if (syscall != null && isSpawn(syscall)) {
      spawning.remove(tid);
      spawning.put(tid, cloneFlags);
    }
  }

  @Override
  public void exited(int tid) {
    tasks.remove(tid);
    spawning.remove(tid);
  }

  @Override
  public void superseded(int leader, int survivor) {
    Task task = tasks.remove(survivor);
    if (task != null) {
      tasks.put(leader, task);
    }
  }

  private Task task(int tid) {
    Task known = tasks.get(tid);
    if (known != null) {
      return known;
    }
    @Nullable Task parent = null;
    int parentTid = 0;
    long flags = 0;
    for (Map.Entry<Integer, Long> entry : spawning.entrySet()) {
      Task entered = tasks.get(entry.getKey());
      if (entered != null) {
        parent = entered;
        parentTid = entry.getKey();
        flags = entry.getValue();
      }
    }
    Task task =
        parent == null ? new Task(role(""), new Phase(), 0) : child(parent, parentTid, flags);
    tasks.put(tid, task);
    return task;
  }

  private Role role(String name) {
    return roles.computeIfAbsent(name, n -> new Role(n, phases));
  }

  private static boolean isExec(Syscall syscall) {
    return syscall.name().equals("execve") || syscall.name().equals("execveat");
  }

  private static boolean isSpawn(Syscall syscall) {
    return switch (syscall.name()) {
      case "clone", "clone3", "fork", "vfork" -> true;
      default -> false;
    };
  }

  /** Events so far, each as often as it occurred. */
  public long events() {
    return events;
  }

  /** The evidence of this run. */
  public Evidence build(Run run) {
    addRecurred();
    TreeMap<SyscallKey, SyscallEvidence> frozen = new TreeMap<>();
    roles.values().forEach(role -> role.freeze(run, frozen));
    TreeMap<String, Run> runs = new TreeMap<>();
    runs.put(run.id(), run);
    TreeMap<Descent, Feature> descended = new TreeMap<>();
    descents.forEach((descent, count) -> descended.put(descent, count.freeze(phases, run.id())));
    return new Evidence(runs, frozen, descended);
  }
}
