package dev.winnow.cli;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "winnow " + number(), "syscall tables of Linux " + SyscallTable.of(Arch.X86_64).kernel(),
    };
  }

  /** The number of this version. */
  static String number() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
