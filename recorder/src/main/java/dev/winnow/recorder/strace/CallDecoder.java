package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.symbols.Decorated;
import dev.winnow.recorder.symbols.ExpressionCache;
import dev.winnow.recorder.symbols.ExpressionCache.Meaning;
import dev.winnow.recorder.symbols.Grammar;
import dev.winnow.recorder.symbols.IoctlLayout;
import dev.winnow.recorder.symbols.Strings;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.SyscallEvent;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the printed arguments of a call into registers. An argument becomes a value only if the
 * text determines it on the bits that the kernel uses; the result is {@link ResultDecoder}'s.
 */
final class CallDecoder {
  /** Distinct unknown constants that are counted by name; the others share one counter. */
  private static final int COUNTED_CONSTANTS = 10_000;

  /** Distinct arguments that are counted by name: a log may name any number of syscalls. */
  private static final int COUNTED_ARGUMENTS = 4096;

  private static final String OTHERS = "(other)";
  private static final String DAMAGED =
      "other text is mixed into the line, or its brackets do not match";

  /**
   * {@code BTRFS_IOC_SUBVOL_GETFLAGS} and {@code SETFLAGS} of linux/btrfs.h as {@link
   * IoctlLayout#GENERIC} has them: flags in memory.
   */
  private static final long SUBVOL_GETFLAGS = 0x80089419L;

  private static final long SUBVOL_SETFLAGS = 0x4008941aL;

  /** {@code KDSETLED} and {@code KDSKBLED} of linux/kd.h: strace prints the lowest eight bits. */
  private static final long KDSETLED = 0x4b32L;

  private static final long KDSKBLED = 0x4b65L;

  /** The permission bits of a mode. */
  private static final long MODE = 0777;

  private static final byte[] NULL = Ascii.bytes("NULL");
  private static final byte[] UNAVAILABLE = Ascii.bytes("???");
  private static final byte[] UNFINISHED = Ascii.bytes("<unfinished ...>");
  private static final byte[] FLAGS = Ascii.bytes("flags=");
  private static final byte[] HEX = Ascii.bytes("0x");

  private final Map<Arch, ExpressionCache> caches = new EnumMap<>(Arch.class);
  private final Map<String, long[]> unknownConstants = new HashMap<>();
  private final Map<String, long[]> undecoded = new HashMap<>();
  private final IntegerText integer = new IntegerText();

  /** Why the arguments of the last call were not decoded: there were too many. Else empty. */
  String excess = "";

  /** Values that were shown and not decoded, in all calls. */
  long failures;

  /**
   * Fills the arguments of {@code event}, which was reset for {@code entry}.
   *
   * @param whole false if the list of arguments is cut off
   */
  void arguments(
      SyscallEvent event, SyscallEntry entry, byte[] b, ArgumentScanner slots, boolean whole) {
    for (int i = 0; i < entry.arity(); i++) {
      event.setHidden(i);
    }
    excess = "";
    if (slots.count > entry.arity() && !prints(entry, b, slots)) {
      excess = slots.count + " arguments, but " + entry.shownName() + " has " + entry.arity();
      damaged(event, entry, excess);
      return;
    }
    int count = whole && !endsUnfinished(b, slots) ? slots.count : RegisterLayout.PARTIAL;
    for (int slot = 0; slot < slots.count; slot++) {
      int from = slots.from[slot];
      int to = slots.to[slot];
      int register = register(event, entry, slot, count, b, from, to);
      boolean shown = from < to && b[from] != '<';
      if (shown
          && register >= 0
          && register < entry.arity()
          && !entry.arguments[register].pointer) {
        argument(event, entry, register, b, afterName(b, from, to), to);
      }
    }
    if (entry.call >= 0) {
      event.setValue(0, entry.call);
    }
    if (entry.executes) {
      event.setImage(image(b, slots));
    }
    if (entry.forks && slots.count > 0) {
      event.setCloneFlags(cloneFlags(entry, b, slots.from[0], slots.to[slots.count - 1]));
    }
  }

  /**
   * What a clone or clone3 shares with its child, from the list of its arguments or whole arguments
   * at its start; -1 if that is not shown. clone3's flags are in memory: they are no argument.
   */
  long cloneFlags(SyscallEntry entry, byte[] b, int from, int to) {
    int named = Ascii.indexOf(b, from, to, FLAGS);
    if (named < 0 && entry.layout != RegisterLayout.CLONE) {
      return -1;
    }
    int begin = named >= 0 ? named + FLAGS.length : from;
    int end = begin;
    while (end < to && b[end] != ',' && b[end] != '}' && b[end] != ' ') {
      end++;
    }
    Meaning meaning = cache(entry.arch).of(b, begin, end);
    return meaning.known && !meaning.negative ? meaning.value : -1;
  }

  /** Says of every argument of a damaged line that it was not decoded. */
  void damaged(SyscallEvent event, SyscallEntry entry) {
    excess = "";
    damaged(event, entry, DAMAGED);
  }

  /**
   * Whether strace prints more arguments of {@code entry} than it has: one that is no register, as
   * of rt_sigreturn; or with {@code -e raw} and without a decoder registers, as many as it thinks
   * (five of i386's vm86) or six if it does not know the name. Decoded it prints as many or fewer,
   * so that others are the text of something else, and any of them may be that.
   */
  private boolean prints(SyscallEntry entry, byte[] b, ArgumentScanner slots) {
    if (entry.layout == RegisterLayout.NONE) {
      return true;
    }
    boolean registers = slots.count <= SyscallEvent.ARGUMENTS;
    for (int slot = 0; slot < slots.count && registers; slot++) {
      int to = slots.to[slot];
      int from = afterName(b, slots.from[slot], to);
      boolean zero = to - from == 1 && b[from] == '0';
      boolean hex = Ascii.startsWith(b, from, to, HEX) && integer.read(b, from, to);
      registers = zero || (hex && integer.end == to);
    }
    return registers;
  }

  private void damaged(SyscallEvent event, SyscallEntry entry, String why) {
    for (int i = 0; i < entry.arity(); i++) {
      if (entry.arguments[i].pointer) {
        event.setHidden(i);
      } else {
        undecoded(event, entry, i, why);
      }
    }
  }

  /** Constants that were not known, and how often each stood in a trace. */
  SortedMap<String, Long> unknownConstants() {
    SortedMap<String, Long> counts = new TreeMap<>();
    unknownConstants.forEach((name, count) -> counts.put(name, count[0]));
    return counts;
  }

  /** {@code read(3, <unfinished ...>) = ?}: the rest was never decoded. */
  private static boolean endsUnfinished(byte[] b, ArgumentScanner slots) {
    int last = slots.count - 1;
    return last >= 0
        && slots.from[last] < slots.to[last]
        && b[slots.to[last] - 1] == '>'
        && Ascii.endsWith(b, slots.from[last], slots.to[last], UNFINISHED);
  }

  private static int register(
      SyscallEvent event, SyscallEntry entry, int slot, int count, byte[] b, int from, int to) {
    if (entry.layout == RegisterLayout.CLONE && afterName(b, from, to) > from) {
      // The others that clone prints by name are pointers.
      int flags = entry.arch == Arch.S390X ? 1 : 0;
      return Ascii.startsWith(b, from, to, FLAGS) ? flags : RegisterLayout.NOWHERE;
    }
    long second =
        slot > 1 && entry.arity() > 1 && event.knowledge(1) == Knowledge.VALUE
            ? event.value(1)
            : -1;
    return entry.layout.register(slot, count, second);
  }

  /** The index behind {@code name=} if the argument begins so, else {@code from}. */
  private static int afterName(byte[] b, int from, int to) {
    if (from >= to || !(Ascii.isLower(b[from]) || b[from] == '_')) {
      return from;
    }
    int end = Ascii.name(b, from, to);
    return end < to && b[end] == '=' ? end + 1 : from;
  }

  private void argument(
      SyscallEvent event, SyscallEntry entry, int register, byte[] b, int from, int to) {
    if (entry.layout == RegisterLayout.IOCTL
        && register == 2
        && !isPassedByValue(event, b, from, to)) {
      return;
    }
    if (integer.read(b, from, to)
        && (integer.end == to || Decorated.skip(b, integer.end, to) == to)) {
      long number = integer.value;
      boolean exact =
          !entry.arguments[register].isHalf(number, integer.negative, event)
              && !(entry.arguments[register].modeAppended && isFlagsAndMode(b, from, to));
      value(event, entry, register, number, exact, b, from, to);
    } else if (isAggregate(b, from, to)) {
      if (!entry.arguments[register].addressOrValue) {
        undecoded(event, entry, register, Excerpt.of(b, from, to));
      }
    } else if (Ascii.startsWith(b, from, to, NULL) && to - from == NULL.length) {
      event.setValue(register, 0);
    } else if (!(Ascii.startsWith(b, from, to, UNAVAILABLE) && to - from == UNAVAILABLE.length)) {
      symbolic(event, entry, register, b, from, to);
    }
  }

  private void symbolic(
      SyscallEvent event, SyscallEntry entry, int register, byte[] b, int from, int to) {
    Meaning meaning = cache(entry.arch).of(b, from, to);
    if (meaning.known) {
      boolean exact = !entry.arguments[register].isHalf(meaning.value, meaning.negative, event);
      value(event, entry, register, meaning.value, exact, b, from, to);
      return;
    }
    undecoded(event, entry, register, meaning.shown);
    String unknown = meaning.unknown;
    if (unknown != null) {
      boolean counted =
          unknownConstants.size() < COUNTED_CONSTANTS || unknownConstants.containsKey(unknown);
      unknownConstants.computeIfAbsent(counted ? unknown : OTHERS, name -> new long[1])[0]++;
    }
  }

  private void value(
      SyscallEvent event,
      SyscallEntry entry,
      int register,
      long value,
      boolean exact,
      byte[] b,
      int from,
      int to) {
    if (exact) {
      event.setValue(register, value & entry.arguments[register].mask);
    } else {
      undecoded(event, entry, register, Excerpt.of(b, from, to));
    }
  }

  /**
   * Whether {@code 0x8000000} may be flags and a mode, {@code 0x8000} and {@code 000}: strace up to
   * 6.1 forgets the {@code |} between flags that have no name and a mode.
   */
  private boolean isFlagsAndMode(byte[] b, int from, int to) {
    for (int digits = 3; digits <= 4; digits++) {
      int mode = to - digits;
      boolean octal = mode > from + 2 && b[mode] == '0' && (digits == 3 || b[mode + 1] != '0');
      boolean split =
          octal
              && integer.read(b, mode, to)
              && integer.end == to
              && integer.value <= MODE
              && integer.read(b, from, mode)
              && integer.end == mode
              && (integer.value & MODE) == 0;
      if (split) {
        return true;
      }
    }
    return false;
  }

  /** Values that were shown and not decoded, by {@code syscall.argument}. */
  SortedMap<String, Long> undecoded() {
    SortedMap<String, Long> counts = new TreeMap<>();
    undecoded.forEach((argument, count) -> counts.put(argument, count[0]));
    return counts;
  }

  private void undecoded(SyscallEvent event, SyscallEntry entry, int register, String shown) {
    event.setUndecoded(register, shown);
    String label = entry.arguments[register].label;
    boolean counted = undecoded.size() < COUNTED_ARGUMENTS || undecoded.containsKey(label);
    undecoded.computeIfAbsent(counted ? label : OTHERS, l -> new long[1])[0]++;
    failures++;
  }

  /** A string, structure, array or set: what an address points to. */
  private static boolean isAggregate(byte[] b, int from, int to) {
    int at = Grammar.startsComment(b, from, to) ? Decorated.skip(b, from, to) : from;
    if (at < to && b[at] == '~') {
      at++;
    }
    return at < to && (b[at] == '"' || b[at] == '{' || b[at] == '[' || b[at] == '@');
  }

  /**
   * Whether the third argument of an ioctl is the register and not what it points to: strace prints
   * some flags in memory without brackets. A request whose direction says that memory is read or
   * written is trusted only with a number or NULL, which strace prints for an address.
   */
  private boolean isPassedByValue(SyscallEvent event, byte[] b, int from, int to) {
    if (event.knowledge(1) != Knowledge.VALUE) {
      return false;
    }
    long request = IoctlLayout.of(event.arch()).generic(event.value(1));
    boolean flags = request == SUBVOL_GETFLAGS || request == SUBVOL_SETFLAGS;
    if (flags || request == KDSETLED || request == KDSKBLED) {
      return false;
    }
    boolean number = integer.read(b, from, to) && integer.end == to;
    return number || !IoctlLayout.GENERIC.inMemory(request) || Ascii.startsWith(b, from, to, NULL);
  }

  /** The first string among the arguments, which is the file that an exec names; or null. */
  private static @Nullable String image(byte[] b, ArgumentScanner slots) {
    for (int slot = 0; slot < slots.count; slot++) {
      int at = afterName(b, slots.from[slot], slots.to[slot]);
      if (at < slots.to[slot] && b[at] == '"') {
        int end = Grammar.string(b, at, slots.to[slot]);
        return end < 0 || end == at + 2
            ? null
            : new String(Strings.unescape(b, at + 1, end - 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  private ExpressionCache cache(Arch arch) {
    return caches.computeIfAbsent(arch, ExpressionCache::new);
  }
}
