package dev.winnow.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The syscalls of one architecture, as of the kernel version that {@link #kernel()} names. */
public final class SyscallTable {
  /** Where numbers that belong to no sequence begin; mips counts from 5000. */
  private static final int APART = 8192;

  private static final Map<Arch, SyscallTable> TABLES = new ConcurrentHashMap<>();

  private final Arch arch;
  private final String kernel;
  private final List<Syscall> all;
  private final Map<String, Syscall> byName;
  private final @Nullable Syscall[] byNumber;

  /** Those far above the others, by number: arm has six from 0xf0001 on. */
  private final Map<Integer, Syscall> apart = new HashMap<>();

  SyscallTable(Arch arch, String kernel, List<Syscall> all) {
    this.arch = arch;
    this.kernel = kernel;
    this.all = List.copyOf(all);
    byName = HashMap.newHashMap(all.size());
    int end = 0;
    for (Syscall syscall : all) {
      int index = syscall.number() & ~Arch.X32_BIT;
      end = index < APART ? index + 1 : end;
    }
    byNumber = new Syscall[end];
    for (Syscall syscall : all) {
      if (byNumber(syscall.number()) != null || byName.put(syscall.name(), syscall) != null) {
        throw new IllegalArgumentException(
            "the table of "
                + arch
                + " has "
                + syscall.number()
                + " or "
                + syscall.name()
                + " twice");
      }
      int index = syscall.number() & ~Arch.X32_BIT;
      if (index < APART) {
        byNumber[index] = syscall;
      } else {
        apart.put(syscall.number(), syscall);
      }
    }
  }

  /**
   * The table of {@code arch}; read from the class path once, about 20 milliseconds of processor
   * time in a fresh JVM.
   */
  public static SyscallTable of(Arch arch) {
    // Asked for every event: get takes no lock, computeIfAbsent may even if the key is there.
    SyscallTable known = TABLES.get(arch);
    return known != null ? known : TABLES.computeIfAbsent(arch, SyscallTable::read);
  }

  /** The syscall with this number, or null; x32 numbers have bit 30. */
  public @Nullable Syscall byNumber(int number) {
    int bit = arch == Arch.X32 ? Arch.X32_BIT : 0;
    int index = number ^ bit;
    return index >= 0 && index < byNumber.length ? byNumber[index] : apart.get(number);
  }

  /** The syscall with this name, or null. */
  public @Nullable Syscall byName(String name) {
    return byName.get(name);
  }

  /**
   * The name of the syscall with this number, or {@code nr(900)} if it has none, with the number as
   * events show it.
   */
  public String name(int number) {
    Syscall syscall = byNumber(number);
    return syscall == null ? "nr(" + number + ")" : syscall.name();
  }

  /** All of them, by number. */
  public List<Syscall> all() {
    return all;
  }

  /**
   * The highest number in the table; with bit 30 for x32. Numbers above it are those of newer
   * kernels, and arm's six from 0xf0001 on, which no newer kernel's will reach.
   */
  public int highest() {
    return (byNumber.length - 1) | (arch == Arch.X32 ? Arch.X32_BIT : 0);
  }

  /** The kernel version whose tables these are, such as {@code 7.2}. */
  public String kernel() {
    return kernel;
  }

  private static SyscallTable read(Arch arch) {
    String file = "syscalls-" + arch.label() + ".tsv";
    String kernel = "";
    List<Syscall> all = new ArrayList<>();
    for (String line : Resource.lines(SyscallTable.class, file)) {
      if (line.startsWith("# kernel ")) {
        kernel = line.substring("# kernel ".length());
      } else if (!line.startsWith("#")) {
        all.add(syscall(arch, line));
      }
    }
    return new SyscallTable(arch, kernel, all);
  }

  /** Reads {@code 0 TAB read TAB fd||unsigned int|FD|32| TAB …}. */
  private static Syscall syscall(Arch arch, String line) {
    String[] fields = line.split("\t", -1);
    List<Argument> arguments = new ArrayList<>(6);
    for (int i = 2; i < fields.length; i++) {
      arguments.add(argument(fields[i]));
    }
    return new Syscall(arch, Integer.parseInt(fields[0]), fields[1], arguments);
  }

  private static Argument argument(String field) {
    String[] parts = field.split("\\|", -1);
    List<String> aliases = parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",", -1));
    return new Argument(
        parts[0], aliases, parts[2], Kind.valueOf(parts[3]), Integer.parseInt(parts[4]), parts[5]);
  }
}
