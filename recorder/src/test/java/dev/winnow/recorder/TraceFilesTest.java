package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFilesTest {
  @TempDir Path directory = Path.of("");

  @Test
  void eachFileIsARun() throws IOException {
    Path one = write("one", "getpid() = 5\n");
    Path two = write("two.strace", "getpid() = 5\n");
    assertEquals(List.of(TraceInput.of(one), TraceInput.of(two)), find(one, two, one).inputs());
  }

  @Test
  void standardInputIsADash() throws IOException {
    TraceInput input = TraceFiles.find(List.of("-")).inputs().getFirst();
    assertEquals(TraceInput.STDIN, input.pieces().getFirst().path());
  }

  @Test
  void directoryMeansEveryTraceInIt() throws IOException {
    Path log = write("b.strace", "getpid() = 5\n");
    Files.createDirectory(directory.resolve("sub"));
    Path below = write("sub/a.strace", "getpid() = 5\n");
    write("notes.txt", "nothing of interest\n");
    write("empty", "");
    TraceFiles.Found found = find(directory);
    assertEquals(List.of(TraceInput.of(log), TraceInput.of(below)), found.inputs());
    assertEquals(2, found.skipped().size(), found.skipped().toString());
    assertTrue(
        found.skipped().getFirst().contains("empty: it is empty"), found.skipped().toString());
  }

  @Test
  void directoryWithoutATraceIsAnError() throws IOException {
    write("notes.txt", "nothing of interest\n");
    TraceException e = assertThrows(TraceException.class, () -> find(directory));
    assertEquals(
        directory
            + " holds no trace: "
            + directory.resolve("notes.txt")
            + ": no line of it looks like strace's output; expected lines such as \"read(3, ...) = 5\"",
        e.getMessage());
  }

  @Test
  void piecesOfFfAreOneRunThatBeginsWithItsProgram() throws IOException {
    Path child = write("out.7", "getpid() = 7\n");
    Path start = write("out.12", "execve(\"/bin/x\", [\"x\"], 0x7f) = 0\nfork() = 7\n");
    Path empty = write("out.13", "");
    TraceInput run = find(child, start, empty).inputs().getFirst();
    assertEquals(directory.resolve("out").toString(), run.label());
    assertEquals(
        List.of(
            new TraceInput.Piece(start, 12),
            new TraceInput.Piece(child, 7),
            new TraceInput.Piece(empty, 13)),
        run.pieces());
  }

  @Test
  void vforkedChildThatBeginsWithExecveBelongsToItsParent() throws IOException {
    write("out.5", "execve(\"/bin/x\", [\"x\"], 0x7f) = 0\nvfork() = 6\n");
    write("out.6", "execve(\"/bin/y\", [\"y\"], 0x7f) = 0\n");
    assertEquals(1, find(directory).inputs().size());
  }

  @Test
  void twoRecordingsUnderOneNameAreTwoRuns() throws IOException {
    Path one = write("out.5", "execve(\"/bin/x\", [\"x\"], 0x7f) = 0\nfork() = 6\n");
    Path child = write("out.6", "getpid() = 6\n");
    Path two = write("out.9", "execve(\"/bin/x\", [\"x\"], 0x7f) = 0\n");
    List<TraceInput> runs = find(directory).inputs();
    assertEquals(2, runs.size(), runs.toString());
    assertEquals(
        List.of(new TraceInput.Piece(one, 5), new TraceInput.Piece(child, 6)),
        runs.get(0).pieces());
    assertEquals(List.of(new TraceInput.Piece(two, 9)), runs.get(1).pieces());
  }

  @Test
  void numberedLogsWithPidsAreRunsOfTheirOwn() throws IOException {
    Path one = write("log.1", "70 execve(\"/bin/x\", [\"x\"], 0x7f) = 0\n");
    Path two = write("log.2", "80 getpid() = 80\n");
    assertEquals(List.of(TraceInput.of(one), TraceInput.of(two)), find(directory).inputs());
  }

  @Test
  void pathThatDoesNotExistIsKeptForReadingToReport() throws IOException {
    TraceInput input = find(directory.resolve("missing")).inputs().getFirst();
    TraceException e =
        assertThrows(TraceException.class, () -> new Ingestion().read(input, event -> {}));
    assertEquals(
        "cannot read " + directory.resolve("missing") + ": there is no such file", e.getMessage());
  }

  private TraceFiles.Found find(Path... paths) throws TraceException {
    return TraceFiles.find(List.of(paths).stream().map(Path::toString).toList());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
