package dev.winnow.traces;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  private final Phases phases = new Phases();
  private final Map<Integer, Task> processes = new HashMap<>();
  private final Map<Integer, Long> spawning = new LinkedHashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private long events;

  /** What threads of one process share. */
  private static final class Task {
    private Role role;
    private int phase;

    Task(Role role, int phase) {
      this.role = role;
      this.phase = phase;
    }
  }

  private static final class Role {
    private final String name;
    private final Map<Arch, @Nullable SyscallCounts[]> low = new EnumMap<>(Arch.class);
    private final Map<SyscallKey, SyscallCounts> high = new HashMap<>();

    Role(String name) {
      this.name = name;
    }
  }

  @Override
  public void event(SyscallEvent event) {
    boolean first = events == 0;
    events = Math.min(events + event.occurrences(), FeatureCount.MOST);
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    Task process = process(event.tid());
    boolean exec = syscall != null && isExec(syscall);
    boolean byLauncher = first && exec && showsLauncher(event);
    if (byLauncher && event.image() != null) {
      process.role = role(event.image());
    }
    SyscallCounts counts = counts(process.role, event.arch(), event.number(), syscall);
    counts.add(event, process.phase, byLauncher);
    if (!phases.passed(process.phase, counts.marker)) {
      process.phase = phases.after(process.phase, counts.marker);
    }
    if (exec && event.resultKnown() && event.result() == 0) {
      exec(event, process);
    } else if (syscall != null && isSpawn(syscall)) {
      spawned(event, process);
    }
  }

  /** A source that shows no results has no order either: which call was the first is not known. */
  private static boolean showsLauncher(SyscallEvent event) {
    return event.resultKnown() || !event.returned();
  }

  private void exec(SyscallEvent event, Task process) {
    String image = event.image();
    Role role = image == null ? process.role : role(image);
    // Its threads are gone, so it shares with nobody; what it has passed, and its filters, remain.
    processes.put(event.tid(), new Task(role, process.phase));
  }

  private void spawned(SyscallEvent event, Task parent) {
    Long entered = spawning.remove(event.tid());
    if (!event.resultKnown() || event.result() <= 0 || event.result() > Integer.MAX_VALUE) {
      return;
    }
    long flags = event.cloneFlags() < 0 && entered != null ? entered : event.cloneFlags();
    processes.computeIfAbsent((int) event.result(), tid -> child(parent, flags));
  }

  private static Task child(Task parent, long cloneFlags) {
    boolean thread = cloneFlags >= 0 && (cloneFlags & CLONE_THREAD) != 0;
    return thread ? parent : new Task(parent.role, parent.phase);
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
    Task process = new Task(role(""), Phases.START);
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
    return roles.computeIfAbsent(name, Role::new);
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

  private SyscallCounts counts(Role role, Arch arch, int number, @Nullable Syscall syscall) {
    int index = number & ~Arch.X32_BIT;
    SyscallTable table = SyscallTable.of(arch);
    int limit = (table.highest() & ~Arch.X32_BIT) + 1;
    if (index < 0 || index >= limit) {
      return role.high.computeIfAbsent(
          new SyscallKey(role.name, arch, number), key -> newCounts(arch, number, syscall));
    }
    @Nullable SyscallCounts[] low =
        role.low.computeIfAbsent(arch, a -> new @Nullable SyscallCounts[limit]);
    SyscallCounts counts = low[index];
    if (counts == null) {
      counts = newCounts(arch, number, syscall);
      low[index] = counts;
    }
    return counts;
  }

  private SyscallCounts newCounts(Arch arch, int number, @Nullable Syscall syscall) {
    return new SyscallCounts(syscall, phases.index(new Marker(arch, number)));
  }

  /** Events so far, each as often as it occurred. */
  public long events() {
    return events;
  }

  /** The evidence of this run. */
  public Evidence build(Run run) {
    TreeMap<SyscallKey, SyscallEvidence> frozen = new TreeMap<>();
    for (Role role : roles.values()) {
      role.low.forEach((arch, table) -> {
        for (int i = 0; i < table.length; i++) {
          SyscallCounts counts = table[i];
          if (counts != null) {
            int number = arch == Arch.X32 ? i | Arch.X32_BIT : i;
            frozen.put(new SyscallKey(role.name, arch, number), counts.freeze(phases, run.id()));
          }
        }
      });
      role.high.forEach((key, counts) -> frozen.put(key, counts.freeze(phases, run.id())));
    }
    TreeMap<String, Run> runs = new TreeMap<>();
    runs.put(run.id(), run);
    return new Evidence(runs, frozen);
  }
}
