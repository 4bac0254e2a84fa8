package dev.winnow.traces;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Symbolic constants of one architecture: one flat map, since no name that a trace prints has two
 * values there. They are those of the kernel's and libc's headers, where the kernel's win, and what
 * a tracer names beyond them.
 */
public final class Constants {
  private static final Map<Arch, Constants> ALL = new ConcurrentHashMap<>();

  private final ConstantTable table;

  /** Read when the first is asked for: reading a trace needs none. */
  private @Nullable Map<String, ConstantFamily> families;

  private Constants(Arch arch) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(Resource.bytes(Constants.class, file(Arch.X86_64)));
    if (arch != Arch.X86_64) {
      text.writeBytes(Resource.bytes(Constants.class, file(arch)));
    }
    table = new ConstantTable(file(arch), text.toByteArray());
  }

  private synchronized Map<String, ConstantFamily> familyMap() {
    if (families == null) {
      families = FamilyReader.read(table);
    }
    return families;
  }

  private static String file(Arch arch) {
    return "constants-" + arch.label() + ".tsv";
  }

  /**
   * The constants of {@code arch}; read from the class path once, about 50 milliseconds in a fresh
   * JVM.
   */
  public static Constants of(Arch arch) {
    return ALL.computeIfAbsent(arch, Constants::new);
  }

  /** The value of a constant such as {@code O_CLOEXEC}; a negative one is sign-extended. */
  public OptionalLong value(String name) {
    int entry = table.find(name);
    return entry < 0 ? OptionalLong.empty() : OptionalLong.of(table.value(entry));
  }

  /**
   * The value of the constant whose name is {@code bytes[from, to)} in ASCII, without allocating;
   * {@code missing} if there is none.
   */
  public long value(byte[] bytes, int from, int to, long missing) {
    int entry = table.find(bytes, from, to);
    return entry < 0 ? missing : table.value(entry);
  }

  /** All names, those of one header together; for suggestions, not for look-ups. */
  public List<String> names() {
    return table.names();
  }

  /** The family of that name (see {@link Argument#constants()}), or null. */
  public @Nullable ConstantFamily family(String name) {
    return familyMap().get(name);
  }

  /** The names of all families. */
  public Set<String> families() {
    return familyMap().keySet();
  }

  /**
   * The family that names the values of an argument, or null if none does or other arguments decide
   * and are not known: a protocol goes by the domain, a socket option by its level.
   *
   * @param known the values that other arguments of the same call may have, by index
   */
  public @Nullable ConstantFamily family(
      Syscall syscall, int argument, Map<Integer, Set<Long>> known) {
    return new DependentFamilies(this, syscall, known).of(argument);
  }

  /**
   * The family that names the socket options of {@code level}, such as {@code SOL_TCP}, or null: 1
   * is {@code SO_DEBUG} to one level and {@code TCP_NODELAY} to another, so that {@code optname}
   * has no family of its own. Levels are those of linux/socket.h.
   */
  public @Nullable ConstantFamily optionFamily(long level) {
    // mips has another number for this one.
    if (level == value("SOL_SOCKET").orElse(1)) {
      return family("SO_");
    }
    String name =
        switch ((int) level) {
          case 0 -> "IP_";
          case 6 -> "TCP_";
          case 17 -> "UDP_";
          case 41 -> "IPV6_";
          case 263 -> "PACKET_";
          case 270 -> "NETLINK_opt";
          default -> "";
        };
    return family(name);
  }
}
