package dev.winnow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where results go: a file, or standard output for {@code -}. */
final class Results {
  private Results() {}

  static void write(Path output, AtomicFile.Content content) {
    if (!Inputs.isStandardInput(output)) {
      AtomicFile.write(output, content);
      return;
    }
    System.out.flush();
    // Not System.out: it would translate bytes.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new CommandFailure("cannot write to standard output: " + Problem.reason(e), e);
    }
  }
}
