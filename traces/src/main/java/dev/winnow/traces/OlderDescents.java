package dev.winnow.traces;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who started whom, for files that do not say. Their roles are images alone, with the forks and
 * threads of each in one, and a marker counts for the children of its process as well: what came
 * after it is more than after their own. So only programs that started programs are missing, and
 * one that called execve may have started any of the others.
 */
final class OlderDescents {
  private OlderDescents() {}

  static SortedMap<Descent, Feature> of(SortedMap<SyscallKey, SyscallEvidence> syscalls) {
    Set<String> roles = new TreeSet<>();
    syscalls.keySet().forEach(key -> roles.add(key.role()));
    TreeMap<Descent, Feature> descents = new TreeMap<>();
    Join join = Join.larger();
    for (Map.Entry<SyscallKey, SyscallEvidence> entry : syscalls.entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      SyscallEvidence seen = entry.getValue();
      if (syscall != null
          && (syscall.name().equals("execve") || syscall.name().equals("execveat"))
          && seen.seen().runs().events() > seen.launcher().runs().events()) {
        for (String child : roles) {
          descents.merge(
              new Descent(key.role(), child, Descent.Step.EXEC),
              seen.seen(),
              (a, b) -> a.join(b, join));
        }
      }
    }
    return descents;
  }
}
