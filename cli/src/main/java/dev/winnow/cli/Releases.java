package dev.winnow.cli;

import dev.winnow.reports.History;
import dev.winnow.traces.Evidence;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A folder with the evidence of every release. */
final class Releases {
  private Releases() {}

  /** The evidence by release, from the oldest; what else is in the folder is named on stderr. */
  static SortedMap<String, Evidence> read(Path folder, GlobalOptions global) {
    SortedMap<String, Evidence> releases = History.byRelease();
    Map<String, Path> known = new HashMap<>();
    for (Path file : files(folder)) {
      if (Traces.isEvidence(file)) {
        Path other = known.put(name(file), file);
        if (other != null) {
          throw new CommandFailure(
              "--history: %s and %s are both release %s; rename one, remove it, or merge them"
                  .formatted(Terminal.name(other), Terminal.name(file), Terminal.safe(name(file))));
        }
        releases.put(name(file), Inputs.evidence(file));
      } else if (!global.quiet) {
        System.err.println("skipped " + Terminal.name(file) + ": not winnow evidence");
      }
    }
    if (releases.isEmpty()) {
      throw new CommandFailure(
          "--history: there is no evidence in %s; winnow ingest or record writes some"
              .formatted(Terminal.name(folder)));
    }
    return releases;
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new CommandFailure("--history: " + Terminal.name(folder) + ": " + Problem.reason(e), e);
    }
    files.sort(null);
    return files;
  }

  /** What to call a program or release: the file's name without what says that it is evidence. */
  static String name(Path file) {
    Path name = file.getFileName();
    return name == null
        ? "winnow"
        : name.toString().replaceFirst("\\.(evidence|strace)(\\.(gz|zst|xz))?$", "");
  }
}
