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
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
  /** How a process came from its program, at the end of a role: {@code nginx>fork>thread}. */
  private static final Pattern STEPS = Pattern.compile("(>(fork|thread))+$");

  /** The programs that ran, with the runs in which they did: forks and threads are theirs. */
  static Map<Behaviour, Runs> programs(Evidence evidence) {
    Map<String, Runs> programs = new TreeMap<>();
    evidence
        .syscalls()
        .forEach((key, syscall) ->
            programs.merge(
                STEPS.matcher(key.role()).replaceFirst(""), syscall.seen().runs(), Runs::join));
    programs.remove("");
    Map<Behaviour, Runs> all = new LinkedHashMap<>();
    programs.forEach((program, runs) -> all.put(new Behaviour(null, 0, null, program), runs));
    return all;
  }

  /** The syscalls that were made, and each way in which they were, with the runs that did it. */
  static Map<Behaviour, Runs> calls(Detail recorded) {
    Map<Behaviour, Runs> all = new LinkedHashMap<>();
    recorded
        .evidence()
        .syscalls()
        .forEach((key, syscall) -> {
          all.put(new Behaviour(key.arch(), key.number(), null, ""), syscall.seen().runs());
          ways(all, key, syscall, recorded);
        });
    return all;
  }

  private static void ways(
      Map<Behaviour, Runs> all, SyscallKey key, SyscallEvidence seen, Detail recorded) {
    if (!Recorded.inCombinations(seen)) {
      for (int i = 0; i < seen.arguments().size(); i++) {
        values(all, key, seen, i, recorded.summarised(key, i));
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

  /** Without combinations the values of each argument; if summarised, those that stay exact. */
  private static void values(
      Map<Behaviour, Runs> all,
      SyscallKey key,
      SyscallEvidence seen,
      int index,
      boolean summarised) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    if (syscall == null || index >= syscall.arity() || !Tuples.keeps(syscall, index)) {
      return;
    }
    Values values = seen.arguments().get(index).values();
    values
        .exact()
        .forEach((value, feature) -> {
          if (summarised && !Values.special(value, values.width())) {
            return;
          }
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
