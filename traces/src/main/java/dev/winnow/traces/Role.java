package dev.winnow.traces;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A role while one run is read: the file that a process exec'd last, and how it came from that, as
 * in {@code /usr/sbin/nginx>fork}. Siblings share a role.
 */
final class Role {
  /**
   * Steps from the image that are told apart: a daemon leaves its starter by a fork, often two, and
   * its workers are one more. With fewer, they share their parent's role; with more, evidence of a
   * program that forks from forks grows.
   */
  private static final int DEEPEST = 3;

  private final String name;
  private final Phases phases;
  private final int depth;
  private final boolean thread;
  private final Map<Arch, @Nullable SyscallCounts[]> low = new EnumMap<>(Arch.class);
  private final Map<SyscallKey, SyscallCounts> high = new HashMap<>();
  private final List<@Nullable Context> contexts = new ArrayList<>();

  /** A role in a phase. There is one instance of each, so that they are told apart by identity. */
  static final class Context {
    final Role role;
    final int phase;

    private Context(Role role, int phase) {
      this.role = role;
      this.phase = phase;
    }

    /** What follows the first or a later occurrence of {@code marker}. */
    Context after(int marker) {
      return role.phases.passed(phase, marker) ? this : role.in(role.phases.after(phase, marker));
    }
  }

  /** The role of an image. */
  Role(String name, Phases phases) {
    this(name, phases, 0, false);
  }

  private Role(String name, Phases phases, int depth, boolean thread) {
    this.name = name;
    this.phases = phases;
    this.depth = depth;
    this.thread = thread;
  }

  String name() {
    return name;
  }

  /**
   * What this role starts: itself beyond {@value #DEEPEST} steps, and for a thread's threads, which
   * belong to one pool as a rule. A file whose name ends like a step only widens a role.
   *
   * @param known the roles by name
   */
  Role child(Descent.Step step, Map<String, Role> known) {
    boolean threads = step == Descent.Step.THREAD;
    if (depth == DEEPEST || (thread && threads)) {
      return this;
    }
    return known.computeIfAbsent(
        name + ">" + step.label(), n -> new Role(n, phases, depth + 1, threads));
  }

  Context in(int phase) {
    while (contexts.size() <= phase) {
      contexts.add(null);
    }
    Context context = contexts.get(phase);
    if (context == null) {
      context = new Context(this, phase);
      contexts.set(phase, context);
    }
    return context;
  }

  /** The counts of a syscall; null stands for a number that the table does not know. */
  SyscallCounts counts(Arch arch, int number, @Nullable Syscall syscall) {
    int index = number & ~Arch.X32_BIT;
    SyscallTable table = SyscallTable.of(arch);
    int limit = (table.highest() & ~Arch.X32_BIT) + 1;
    if (index < 0 || index >= limit) {
      return high.computeIfAbsent(
          new SyscallKey(name, arch, number), key -> newCounts(arch, number, syscall));
    }
    @Nullable SyscallCounts[] numbered =
        low.computeIfAbsent(arch, a -> new @Nullable SyscallCounts[limit]);
    SyscallCounts counts = numbered[index];
    if (counts == null) {
      counts = newCounts(arch, number, syscall);
      numbered[index] = counts;
    }
    return counts;
  }

  private SyscallCounts newCounts(Arch arch, int number, @Nullable Syscall syscall) {
    return new SyscallCounts(syscall, phases.index(new Marker(arch, number)));
  }

  /** Puts what was counted in {@code run} into {@code frozen}. */
  void freeze(Run run, Map<SyscallKey, SyscallEvidence> frozen) {
    low.forEach((arch, table) -> {
      for (int i = 0; i < table.length; i++) {
        SyscallCounts counts = table[i];
        if (counts != null) {
          int number = arch == Arch.X32 ? i | Arch.X32_BIT : i;
          frozen.put(new SyscallKey(name, arch, number), counts.freeze(phases, run.id()));
        }
      }
    });
    high.forEach((key, counts) -> frozen.put(key, counts.freeze(phases, run.id())));
  }
}
