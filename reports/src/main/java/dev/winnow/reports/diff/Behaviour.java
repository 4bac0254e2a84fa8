package dev.winnow.reports.diff;

import dev.winnow.policy.EventText;
import dev.winnow.policy.Expr;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run does or does not do: it starts a program, makes a syscall, or makes one with
 * these arguments.
 *
 * @param arch the architecture; null for a program
 * @param number the syscall
 * @param tuple the arguments that matter; null for the syscall or program as such
 * @param program the program; "" for a syscall
 */
record Behaviour(@Nullable Arch arch, int number, Tuples.@Nullable Tuple tuple, String program) {
  /** All that was recorded, with the runs that did it; roles are told apart by program only. */
  static Map<Behaviour, Runs> of(Evidence evidence) {
    Map<Behaviour, Runs> all = new LinkedHashMap<>();
    Map<String, Runs> programs = new TreeMap<>();
    evidence
        .syscalls()
        .forEach((key, syscall) -> programs.merge(key.role(), syscall.seen().runs(), Runs::join));
    programs.remove("");
    programs.forEach((program, runs) -> all.put(new Behaviour(null, 0, null, program), runs));
    evidence
        .withoutRoles()
        .syscalls()
        .forEach((key, syscall) -> {
          all.put(new Behaviour(key.arch(), key.number(), null, ""), syscall.seen().runs());
          calls(all, key, syscall);
        });
    return all;
  }

  private static void calls(Map<Behaviour, Runs> all, SyscallKey key, SyscallEvidence seen) {
    if (!Recorded.inCombinations(seen)) {
      for (int i = 0; i < seen.arguments().size(); i++) {
        values(all, key, seen, i);
      }
    }
    seen.tuples()
        .seen()
        .forEach((tuple, feature) -> {
          if (tuple.values().stream().anyMatch(Optional::isPresent)) {
            all.put(new Behaviour(key.arch(), key.number(), tuple, ""), feature.runs());
          }
        });
  }

  /** Without combinations the values of each argument. */
  private static void values(
      Map<Behaviour, Runs> all, SyscallKey key, SyscallEvidence seen, int index) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    if (syscall == null || index >= syscall.arity() || !Tuples.keeps(syscall, index)) {
      return;
    }
    seen.arguments()
        .get(index)
        .values()
        .exact()
        .forEach((value, feature) -> {
          List<Optional<Long>> places = new ArrayList<>();
          for (int i = 0; i < seen.arguments().size(); i++) {
            places.add(i == index ? Optional.of(value) : Optional.empty());
          }
          all.put(
              new Behaviour(key.arch(), key.number(), new Tuples.Tuple(places), ""),
              feature.runs());
        });
  }

  /** The syscall as such, of which this is one way; itself if it is that. */
  Behaviour whole() {
    return new Behaviour(arch, number, null, program);
  }

  /** When an event is this behaviour. */
  Expr condition() {
    Arch where = arch;
    Syscall syscall = where == null ? null : SyscallTable.of(where).byNumber(number);
    Tuples.Tuple values = tuple;
    return syscall == null || values == null ? Expr.TRUE : Recorded.condition(syscall, values);
  }

  /** The event as people write it, or the program that starts; its name is not escaped. */
  String text() {
    Arch where = arch;
    if (where == null) {
      return "starts " + program;
    }
    boolean[] shown = new boolean[6];
    long[] args = new long[6];
    Tuples.Tuple values = tuple;
    for (int i = 0; values != null && i < values.values().size(); i++) {
      shown[i] = values.values().get(i).isPresent();
      args[i] = values.values().get(i).orElse(0L);
    }
    return EventText.of(where, SeccompData.of(where.auditToken(), number, args), shown);
  }
}
