package dev.winnow.reports;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.Kind;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Evidence of one run, written down call by call. */
final class Recording {
  private final String id;
  private final EvidenceBuilder builder = new EvidenceBuilder();
  private final SyscallEvent event = new SyscallEvent();

  Recording(String id) {
    this.id = id;
  }

  /** Calls that return 0, with the values of the arguments that are no pointers, in order. */
  Recording call(int times, String name, long... values) {
    return call(Arch.X86_64, times, name, values);
  }

  /** The same on an architecture. */
  Recording call(Arch arch, int times, String name, long... values) {
    Syscall syscall = Objects.requireNonNull(SyscallTable.of(arch).byName(name), name);
    for (int i = 0; i < times; i++) {
      event.reset(arch, syscall.number(), 1);
      int next = 0;
      for (int argument = 0; argument < syscall.arity(); argument++) {
        if (syscall.arguments().get(argument).kind() == Kind.POINTER) {
          event.setHidden(argument);
        } else {
          event.setValue(argument, values[next++] & syscall.arguments().get(argument).mask());
        }
      }
      event.setResult(0);
      builder.event(event);
    }
    return this;
  }

  /** One call with one argument that was shown as a text that means nothing to us. */
  Recording undecoded(String name, int argument, String text) {
    zeros(name).setUndecoded(argument, text);
    builder.event(event);
    return this;
  }

  /** One call with one argument that was not shown. */
  Recording hidden(String name, int argument) {
    zeros(name).setHidden(argument);
    builder.event(event);
    return this;
  }

  private SyscallEvent zeros(String name) {
    Syscall syscall = Objects.requireNonNull(SyscallTable.of(Arch.X86_64).byName(name), name);
    event.reset(Arch.X86_64, syscall.number(), 1);
    for (int i = 0; i < syscall.arity(); i++) {
      event.setValue(i, 0);
    }
    event.setResult(0);
    return event;
  }

  /** The evidence of a trace of which every line was understood. */
  Evidence evidence() {
    long events = builder.events();
    LineAccount lines = new LineAccount(events, events, 0, new TreeMap<>(), 0, java.util.List.of());
    return evidence(lines, new TreeMap<>(), false, new TreeMap<>());
  }

  Evidence evidence(
      LineAccount lines,
      SortedMap<String, Long> lost,
      boolean truncated,
      SortedMap<String, Long> unknown) {
    return builder.build(
        new Run(
            id,
            id + ".strace",
            "strace",
            "demo",
            "",
            lines,
            builder.events(),
            lost,
            truncated,
            false,
            unknown));
  }
}
