package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events as people write them. */
public final class EventText {
  private EventText() {}

  /**
   * Such as {@code openat(*, *, flags=O_RDWR|O_CREAT, *)}: an argument that matters by its name and
   * value, as the policy language writes it, and {@code *} for the others.
   *
   * @param arch the event's architecture; null for one without a table
   * @param matters for each of the six arguments, whether it is shown
   */
  public static String of(@Nullable Arch arch, SeccompData event, boolean[] matters) {
    if (arch == null) {
      return "%s on architecture 0x%08x".formatted("nr(" + event.number() + ")", event.arch());
    }
    Syscall syscall = SyscallTable.of(arch).byNumber(event.number());
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      boolean named = syscall != null && i < syscall.arity();
      if (matters[i]) {
        shown.add(argument(arch, syscall, i, event.args()));
      } else if (named) {
        shown.add("*");
      }
    }
    String name = Names.syscall(arch, event.number());
    return (name.startsWith("sys_") ? name.substring(4) : name)
        + "("
        + String.join(", ", shown)
        + ")";
  }

  private static String argument(
      Arch arch, @Nullable Syscall syscall, int index, List<Long> arguments) {
    long value = arguments.get(index);
    int width = Names.effectiveWidth(arch, syscall, index);
    Map<Integer, Set<Long>> known = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      long mask = Term.widthMask(Names.effectiveWidth(arch, syscall, i));
      known.put(i, Set.of(arguments.get(i) & mask));
    }
    // Bits that only a wider comparison sees are part of the event, so they are shown.
    int shown = (value & ~Term.widthMask(width)) == 0 ? width : 64;
    String constant = new ConstantPrinter(arch, syscall, index, shown, known).value(value, "|");
    return Names.argument(syscall, index) + "=" + constant;
  }
}
