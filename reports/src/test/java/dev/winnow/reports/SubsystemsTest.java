package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsystemsTest {
  /** A table of a newer kernel must be sorted in, too. */
  @Test
  void everySyscallThatLinuxImplementsHasItsPart() {
    for (Arch arch : List.of(Arch.X86_64, Arch.AARCH64, Arch.RISCV64)) {
      List<String> without =
          SyscallTable.of(arch).all().stream()
              .map(Syscall::name)
              .filter(name -> Subsystems.of(name).equals(Subsystems.OTHER))
              .toList();
      List<String> never =
          arch == Arch.X86_64
              ? List.of("getpmsg", "putpmsg", "afs_syscall", "tuxcall", "vserver")
              : List.of();
      assertEquals(never, without, "of " + arch + " are in no part");
    }
  }

  @Test
  void partsAddUpToTheTable() throws Exception {
    Report report = Demo.full();
    assertEquals(
        SyscallTable.of(Arch.X86_64).all().size(),
        report.subsystems().stream().mapToInt(SubsystemCoverage::kernel).sum());
    assertEquals(
        report.coverage().excess().size(),
        report.subsystems().stream().mapToInt(part -> part.excess().size()).sum());
    for (SubsystemCoverage part : report.subsystems()) {
      assertEquals(part.allowed(), part.used() + part.excess().size(), part.name());
    }
  }
}
