package dev.winnow.cli;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "winnow " + (version == null ? "(not packaged)" : version),
      "syscall tables of Linux " + SyscallTable.of(Arch.X86_64).kernel(),
    };
  }
}
