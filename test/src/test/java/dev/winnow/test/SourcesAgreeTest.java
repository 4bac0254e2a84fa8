package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceJson;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One deterministic program, run several times under each recorder: the evidence is the same, but
 * for what is known to differ. perf starts counting at the exec, whose entry it misses; it leaves
 * descriptors open to the program, so that the program's own have higher numbers; and it shows
 * registers that strace leaves out because the call does not use them.
 */
class SourcesAgreeTest {
  private static final int RUNS = 3;

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <signal.h>
      #include <sys/mman.h>
      #include <sys/prctl.h>
      #include <sys/random.h>
      #include <sys/socket.h>
      #include <sys/wait.h>
      #include <unistd.h>
      int main(void) {
        char bytes[64];
        int fd = open("/dev/zero", O_RDWR | O_CLOEXEC);
        read(fd, bytes, 17);
        pread(fd, bytes, 16, 0x123456789abLL);
        fcntl(fd, F_SETFL, O_NONBLOCK | O_APPEND);
        madvise(mmap(0, 8192, PROT_READ, MAP_PRIVATE, fd, 4096), 8192, MADV_DONTNEED);
        int other = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        dup3(fd, other, O_CLOEXEC);
        lseek(-5, -7, SEEK_CUR);
        prctl(PR_SET_DUMPABLE, 1);
        umask(027);
        getrandom(bytes, 8, GRND_NONBLOCK);
        faccessat(AT_FDCWD, "/nonexistent", R_OK | W_OK, 0);
        if (!fork()) _exit(3);
        int status;
        wait(&status);
        return 0;
      }
      """;

  @TempDir private Path folder;

  @Test
  void evidenceIsTheSameWhoeverRecordsIt() throws IOException {
    Programs.requireTool("perf", "linux-perf");
    Programs.requireTool("strace", "strace");
    Programs.compile(folder, "program", SOURCE);
    sh("for i in 1 2 3; do strace -f -o $i.strace ./program; done");
    sh(
        "for i in 1 2 3; do perf record -e raw_syscalls:sys_enter,raw_syscalls:sys_exit -m 1M"
            + " -o $i.data ./program >log 2>&1 && perf script -i $i.data >$i.script 2>log"
            + " || { cat log; exit 1; }; done");
    SortedMap<String, SortedSet<String>> strace = facts("strace");
    SortedMap<String, SortedSet<String>> data = facts("data");
    assertEquals(lines(facts("script")), lines(data), "perf.data and perf script");
    strace.keySet().removeIf(key -> key.startsWith("execve"));
    data.keySet().removeIf(key -> key.startsWith("execve"));
    assertEquals(events(strace), events(data), "the calls");
    SortedMap<String, SortedSet<String>> both = new TreeMap<>(strace);
    both.keySet().retainAll(data.keySet());
    data.keySet().retainAll(both.keySet());
    assertTrue(both.size() > 60, () -> "only " + both.keySet());
    assertEquals(lines(both), lines(data), "what both show");
  }

  /** Per syscall its events and runs, per argument that is always shown its values. */
  private SortedMap<String, SortedSet<String>> facts(String extension) throws IOException {
    List<String> command = new ArrayList<>(List.of("ingest"));
    for (int run = 1; run <= RUNS; run++) {
      command.add(run + "." + extension);
    }
    command.addAll(List.of("-o", extension + ".evidence"));
    Finished ingested = Programs.winnow(folder, command.toArray(String[]::new));
    assertEquals(0, ingested.exitCode(), ingested.all());
    Evidence evidence = read(folder.resolve(extension + ".evidence"));
    assertEquals(RUNS, evidence.runs().size());
    assertTrue(!evidence.incomplete(), ingested.all());
    List<Long> descriptors = descriptors(evidence);
    SortedMap<String, SortedSet<String>> facts = new TreeMap<>();
    evidence
        .syscalls()
        .forEach((key, seen) -> {
          Syscall syscall = syscall(key);
          facts.put(syscall.name(), facts(seen));
          for (int i = 0; i < syscall.arity(); i++) {
            Kind kind = syscall.arguments().get(i).kind();
            ArgumentEvidence argument = seen.arguments().get(i);
            if (kind != Kind.POINTER && kind != Kind.PID && argument.complete()) {
              SortedSet<String> values = values(argument, kind, descriptors);
              facts.put(syscall.name() + "." + syscall.arguments().get(i).name(), values);
            }
          }
        });
    return facts;
  }

  private static Evidence read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return EvidenceJson.read(in, file.toString()).withoutRoles();
    }
  }

  private static SortedSet<String> facts(SyscallEvidence seen) {
    return new TreeSet<>(
        List.of(
            seen.seen().runs().events() + " events",
            seen.failed().runs().events() + " failed",
            seen.unreturned().runs().events() + " unreturned"));
  }

  /** Values without addresses; descriptors above the standard ones by their rank. */
  private static SortedSet<String> values(
      ArgumentEvidence argument, Kind kind, List<Long> descriptors) {
    SortedSet<String> values = new TreeSet<>();
    for (long value : argument.values().exact().keySet()) {
      boolean opened = kind == Kind.FD && descriptors.contains(value);
      boolean address = value >>> 40 > 0 && value >>> 47 == 0;
      if (!address) {
        values.add(opened ? "descriptor " + descriptors.indexOf(value) : Long.toHexString(value));
      }
    }
    return values;
  }

  /** The descriptors that the program opened, in their order. */
  private static List<Long> descriptors(Evidence evidence) {
    SortedSet<Long> found = new TreeSet<>();
    evidence
        .syscalls()
        .forEach((key, seen) -> {
          Syscall syscall = syscall(key);
          for (int i = 0; i < syscall.arity(); i++) {
            if (syscall.arguments().get(i).kind() == Kind.FD) {
              found.addAll(seen.arguments().get(i).values().exact().keySet());
            }
          }
        });
    return found.stream().filter(fd -> fd > 2 && fd < 1000).toList();
  }

  private static Syscall syscall(SyscallKey key) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    assertTrue(syscall != null, () -> "no syscall " + key);
    return syscall;
  }

  private static String events(SortedMap<String, SortedSet<String>> facts) {
    SortedMap<String, SortedSet<String>> calls = new TreeMap<>(facts);
    calls.keySet().removeIf(key -> key.contains("."));
    return lines(calls);
  }

  private static String lines(SortedMap<String, SortedSet<String>> facts) {
    StringBuilder text = new StringBuilder();
    facts.forEach((key, values) -> text.append(key).append(' ').append(values).append('\n'));
    return text.toString();
  }

  private void sh(String script) {
    Finished finished = Programs.run(folder, Map.of(), List.of("sh", "-c", script));
    assertEquals(0, finished.exitCode(), script + "\n" + finished.all());
  }

  /** A log of an ABI in doubt makes a recording that is incomplete, wherever that is said. */
  @Test
  void ambiguousAbiIsSaidEverywhere() throws IOException {
    Files.writeString(
        folder.resolve("mixed.strace"),
        "5 ugetrlimit(RLIMIT_STACK, {}) = 0\n6 getuid() = 0\n6 getgid() = 0\n");
    Files.writeString(folder.resolve("plain.strace"), "6 getuid() = 0\n6 getgid() = 0\n");
    Finished learned = Programs.winnow(folder, "learn", "mixed.strace", "-o", "p.policy");
    String loss = "2 events of an ambiguous ABI";
    assertEquals(0, learned.exitCode(), learned.all());
    assertTrue(learned.err().contains(loss), learned.all());
    assertTrue(
        learned.err().contains("incomplete recording: mixed.strace: " + loss), learned.all());
    String policy = Files.readString(folder.resolve("p.policy"));
    assertTrue(policy.contains(loss), policy);
    Finished checked = Programs.winnow(folder, "check", "p.policy", "mixed.strace");
    assertTrue(checked.all().contains("of an ambiguous ABI"), checked.all());
    Finished ingested = Programs.winnow(folder, "ingest", "mixed.strace", "-o", "m.evidence");
    assertTrue(ingested.all().contains(loss), ingested.all());
    Finished report = Programs.winnow(folder, "report", "m.evidence", "-o", "report");
    assertEquals(0, report.exitCode(), report.all());
    assertTrue(Files.readString(folder.resolve("report/report.html")).contains("ambiguous ABI"));
    Finished plain = Programs.winnow(folder, "learn", "plain.strace", "-o", "q.policy");
    assertTrue(!plain.all().contains("incomplete"), plain.all());
  }
}
