package dev.winnow.cli;

import dev.winnow.traces.Arch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class GlobalOptions {
  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more about what is done.")
  boolean verbose;

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  boolean debug;

  @Option(
      names = "--strict",
      description = "Fail if anything in the input was lost or not understood.")
  boolean strict;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      converter = ArchConverter.class,
      description =
          "Architecture of sources that do not say: x86_64 (the default), i386, x32, aarch64, arm,"
              + " riscv64, ppc64le, s390x, mips64, mipsel64.")
  @Nullable Arch arch;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description =
          "Format of the traces, instead of recognising it: strace, strace-summary, perf.data,"
              + " perf-script, perf-trace, ftrace, audit, bpftrace, qemu.")
  @Nullable String from;

  /** The architecture to assume. */
  Arch archOrDefault() {
    return arch == null ? Arch.X86_64 : arch;
  }

  /** Reads an architecture's name. */
  static final class ArchConverter implements picocli.CommandLine.ITypeConverter<Arch> {
    @Override
    public Arch convert(String label) {
      Arch arch = Arch.ofLabel(label);
      if (arch == null) {
        throw new picocli.CommandLine.TypeConversionException(
            "'" + label + "' is no architecture that winnow knows; expected x86_64, i386 or x32");
      }
      return arch;
    }
  }
}
