package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Policies;
import dev.winnow.policy.oci.OciJson;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.PolicyToOci;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles as runtimes read them: a recorded program works in a container, and nothing else. */
class ContainerTest {
  /** What runc calls between installing the filter and execve; see the help of compile. */
  private static final String RUNC =
      """
      sys_openat: flags == (O_WRONLY | O_CLOEXEC)
      sys_futex: 1
      sys_epoll_ctl: 1
      sys_epoll_pwait: 1
      sys_fstatfs: 1
      sys_getpid: 1
      sys_nanosleep: 1
      sys_tgkill: 1
      sys_sched_yield: 1
      """;

  @TempDir private Path folder;
  private Containers containers;

  @BeforeEach
  void rootFileSystem() throws IOException {
    containers = Containers.in(folder);
  }

  private void winnow(String... args) {
    Finished finished = Programs.winnow(folder, args);
    assertEquals(0, finished.exitCode(), String.join(" ", args) + "\n" + finished.all());
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void learn(String name, String template, String arguments) {
    String[] command = (Containers.busybox() + " " + arguments).split(" ", -1);
    List<String> record = new ArrayList<>(List.of("record", "-o", name, "--"));
    record.addAll(List.of(command));
    winnow(record.toArray(String[]::new));
    winnow("learn", name, "-o", name + ".policy", "--template", template);
  }

  @Test
  void aRecordedProgramWorksAndAForbiddenCallFails() throws IOException {
    learn("ls", "default", "ls -l /");
    winnow("compile", "ls.policy", "-f", "oci", "-o", "ls.json");
    Finished listing = containers.crun(file("ls.json"), "ls -l /");
    assertEquals(0, listing.exitCode(), listing.all());
    assertTrue(listing.out().contains("proc"), listing.all());
    Finished mkdir = containers.crun(file("ls.json"), "mkdir /made");
    assertNotEquals(0, mkdir.exitCode(), mkdir.all());
    assertTrue(mkdir.err().contains("Operation not permitted"), mkdir.all());
    assertTrue(Files.notExists(file("rootfs/made")));

    Files.writeString(file("ls.policy"), RUNC, StandardOpenOption.APPEND);
    winnow("compile", "ls.policy", "-f", "oci", "-o", "runc.json");
    Finished byRunc = containers.runc(file("runc.json"), "ls -l /");
    assertEquals(0, byRunc.exitCode(), byRunc.all());
    assertNotEquals(0, containers.runc(file("runc.json"), "mkdir /made").exitCode());
    assertTrue(Files.notExists(file("rootfs/made")));
  }

  @Test
  void aConditionOnAnArgumentIsEnforced() throws IOException {
    learn("touch", "names", "touch " + file("touched"));
    Files.delete(file("touched"));
    Files.copy(file("touch.policy"), file("loose.policy"));
    winnow("compile", "loose.policy", "-f", "oci", "-o", "loose.json");
    Finished creates = containers.crun(file("loose.json"), "touch /tmp/made");
    assertEquals(0, creates.exitCode(), creates.all());
    assertTrue(Files.exists(file("rootfs/tmp/made")));

    Files.writeString(file("patch"), "sys_openat: (flags & (O_CREAT | O_RDWR | O_WRONLY)) == 0\n");
    winnow("update", "loose.policy", "patch", "-o", "tight.policy");
    winnow("compile", "tight.policy", "-f", "oci", "-o", "tight.json");
    // A file that is there is touched without opening it; the same program may not create one.
    Finished touches = containers.crun(file("tight.json"), "touch /tmp/made");
    assertEquals(0, touches.exitCode(), touches.all());
    Finished refused = containers.crun(file("tight.json"), "touch /tmp/refused");
    assertNotEquals(0, refused.exitCode(), refused.all());
    assertTrue(Files.notExists(file("rootfs/tmp/refused")));
  }

  @Test
  void crunsOwnProgramIsWhatTheModelSays() throws Exception {
    OciSeccomp profile =
        PolicyToOci.of(
                Policies.parse(
                    "test.policy",
                    """
                    arch x86_64
                    default errno(EPERM)
                    sys_execve: 1
                    sys_read: fd == 0 -> log
                    sys_write: fd in {1, 2}
                    sys_pread64: count <= 4096 && pos >= 0x100000000
                    sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0
                    sys_kill: sig == SIGKILL -> kill_process
                    sys_tgkill: 1 -> kill_thread
                    sys_clone3: 1 -> errno(ENOSYS)
                    sys_ptrace: 1 -> trace(7)
                    sys_personality: persona == 0xffffffff -> trap
                    """))
            .profile();
    Files.writeString(file("profile.json"), OciJson.write(profile));
    Program program = Program.read(containers.programOfCrun(file("profile.json")));
    assertInstanceOf(Equivalence.Proved.class, Libseccomp.compare(profile, program));
  }
}
