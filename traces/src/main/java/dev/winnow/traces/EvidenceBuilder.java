package dev.winnow.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Reads one run into evidence. A process's role is the file that it exec'd last and its phase the
 * set of syscalls that it has made; a child starts with its parent's. seccomp filters are inherited
 * the same way.
 *
 * <p>A thread that appears before the call that made it has returned is taken for a child of the
 * thread that entered such a call last. Cost: a few array accesses per event, nothing allocated for
 * events like earlier ones; memory is bounded by the number of distinct features.
 */
public final class EvidenceBuilder implements TraceSink {
  private static final long CLONE_THREAD = 0x10000;

  /**
   * Events that are counted before they are added. Too few, and they are added before they recur;
   * each costs up to a kilobyte.
   */
  private static final int RECURRING = 1 << 14;

  private final Phases phases = new Phases();
  private final ByThread<Task> processes = new ByThread<>();
  private final Map<Integer, Long> spawning = new LinkedHashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final List<SyscallEvent> recurring = new ArrayList<>();
  private long events;

  /** What threads of one process share. */
  private static final class Task {
    private Role.Context context;

    Task(Role.Context context) {
      this.context = context;
    }
  }

  @Override
  public void event(SyscallEvent event) {
    boolean first = events == 0;
    events = Math.min(events + event.occurrences(), FeatureCount.MOST);
    Task process = process(event.tid());
    Recurrence recurrence = event.recurrence();
    if (recurrence != null && recurrence.count(process.context)) {
      return;
    }
    Role.Context before = process.context;
    add(event, process, first);
    if (recurrence != null && process.context == before) {
      recur(event, recurrence, before);
    }
  }

  private void add(SyscallEvent event, Task process, boolean first) {
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    boolean exec = syscall != null && isExec(syscall);
    boolean byLauncher = first && exec && showsLauncher(event);
    if (byLauncher && event.image() != null) {
      process.context = role(event.image()).in(process.context.phase);
    }
    Role.Context context = process.context;
    SyscallCounts counts = context.role.counts(event.arch(), event.number(), syscall);
    counts.add(event, context.phase, byLauncher);
    process.context = context.after(counts.marker);
    if (exec && event.resultKnown() && event.result() == 0) {
      exec(event, process);
    } else if (syscall != null && isSpawn(syscall)) {
      spawned(event, process);
    }
  }

  /**
   * The event changes nothing in {@code context} but its counts: from now on it is only counted
   * there, and added when that ends.
   */
  private void recur(SyscallEvent event, Recurrence recurrence, Role.Context context) {
    if (!recurrence.isBegun()) {
      if (recurring.size() == RECURRING) {
        addRecurred();
      }
      recurring.add(event);
    }
    recurrence.begin(context, (ended, count) -> addRecurred(event, ended, count));
  }

  private void addRecurred() {
    for (SyscallEvent event : recurring) {
      Recurrence recurrence = Objects.requireNonNull(event.recurrence());
      recurrence.end((context, count) -> addRecurred(event, context, count));
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

  private void exec(SyscallEvent event, Task process) {
    String image = event.image();
    Role role = image == null ? process.context.role : role(image);
    // Its threads are gone, so it shares with nobody; what it has passed, and its filters, remain.
    processes.put(event.tid(), new Task(role.in(process.context.phase)));
  }

  private void spawned(SyscallEvent event, Task parent) {
    Long entered = spawning.remove(event.tid());
    if (!event.resultKnown() || event.result() <= 0 || event.result() > Integer.MAX_VALUE) {
      return;
    }
    long flags = event.cloneFlags() < 0 && entered != null ? entered : event.cloneFlags();
    int child = (int) event.result();
    if (processes.get(child) == null) {
      processes.put(child, child(parent, flags));
    }
  }

  private static Task child(Task parent, long cloneFlags) {
    boolean thread = cloneFlags >= 0 && (cloneFlags & CLONE_THREAD) != 0;
    return thread ? parent : new Task(parent.context);
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
    processes.remove(tid);
    spawning.remove(tid);
  }

  @Override
  public void superseded(int leader, int survivor) {
    Task process = processes.remove(survivor);
    if (process != null) {
      processes.put(leader, process);
    }
  }

  private Task process(int tid) {
    Task known = processes.get(tid);
    if (known != null) {
      return known;
    }
    Task process = new Task(role("").in(Phases.START));
    for (Map.Entry<Integer, Long> entry : spawning.entrySet()) {
      Task parent = processes.get(entry.getKey());
      if (parent != null) {
        process = child(parent, entry.getValue());
      }
    }
    processes.put(tid, process);
    return process;
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
    return new Evidence(runs, frozen);
  }
}
