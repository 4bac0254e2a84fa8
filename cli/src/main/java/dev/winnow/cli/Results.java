package dev.winnow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Where results go: a file, standard output for {@code -}, or a folder of files. */
final class Results {
  private Results() {}

  static void write(Path output, AtomicFile.Content content) {
    if (!Inputs.isStandardInput(output)) {
      AtomicFile.write(output, content);
      return;
    }
    System.out.flush();
    try {
      content.writeTo(StandardOutput.BYTES); // not System.out: it would translate bytes
    } catch (IOException e) {
      throw new CommandFailure("cannot write to standard output: " + Problem.reason(e), e);
    }
  }

  /** Whether two names are of one file, be it there or not. */
  static boolean same(Path one, Path other) {
    if (Inputs.isStandardInput(one) || Inputs.isStandardInput(other)) {
      return one.equals(other);
    }
    try {
      boolean both = Files.exists(one) && Files.exists(other);
      return both ? Files.isSameFile(one, other) : real(one).equals(real(other));
    } catch (IOException e) {
      return false; // there is no such folder, which is said when it is written to
    }
  }

  /** Refuses to write onto what the command reads: a recording or a policy would be lost. */
  static void requireApart(Path output, List<Path> inputs) {
    for (Path input : inputs) {
      if (!Inputs.isStandardInput(output) && same(output, input)) {
        throw new CommandFailure(
            Terminal.name(output) + ": is read and would be overwritten; name another file");
      }
    }
  }

  private static Path real(Path file) throws IOException {
    Path name = Objects.requireNonNull(file.getFileName(), "a root is a directory");
    return Files.exists(file)
        ? file.toRealPath()
        : AtomicFile.folderOf(file).toRealPath().resolve(name);
  }

  /** Finds out before the work is done whether its result can be written. */
  static void require(Path output, GlobalOptions global) {
    if (Inputs.isStandardInput(output)) {
      if (global.json) {
        throw new CommandFailure(
            "-o - and --json would both write to standard output; name a file with -o, or leave"
                + " --json out");
      }
      return;
    }
    if (Files.isDirectory(output)) {
      throw new CommandFailure(Terminal.name(output) + ": is a directory; name a file");
    }
    Path folder = AtomicFile.folderOf(output);
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(
          "cannot write %s: there is no folder %s; make it with mkdir -p, or name another with -o"
              .formatted(Terminal.name(output), Terminal.name(folder)));
    }
    boolean replaced = !Files.exists(output) || Files.isRegularFile(output);
    requireWritable(output, replaced ? folder : output);
  }

  /** Finds out whether a folder of results can be made and filled, before the work is done. */
  static void requireFolder(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new CommandFailure(
          (Files.exists(folder) ? Terminal.name(folder) : Terminal.name(there))
              + ": is not a directory; name another with -o");
    }
    requireWritable(folder, there);
  }

  /** Makes the folder that a command fills; files in it that the command does not write stay. */
  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot make the folder "
              + Terminal.name(folder)
              + " for the results: "
              + Problem.reason(e)
              + "; name another with -o",
          e);
    }
  }

  private static void requireWritable(Path output, Path written) {
    if (!Files.isWritable(written)) {
      throw new CommandFailure(
          "cannot write %s: %s is read-only or not yours; name another place with -o"
              .formatted(
                  Terminal.name(output),
                  written.toString().isEmpty() ? "the current folder" : Terminal.name(written)));
    }
  }
}
