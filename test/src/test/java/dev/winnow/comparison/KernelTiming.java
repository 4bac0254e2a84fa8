package dev.winnow.comparison;

import static dev.winnow.minimizer.bpf.Opcode.RET_K;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import dev.winnow.policy.SeccompData;
import dev.winnow.test.Finished;
import dev.winnow.test.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What programs cost in the running kernel, by {@code timing.c}. */
final class KernelTiming {
  private final Path folder;

  private KernelTiming(Path folder) {
    this.folder = folder;
  }

  /**
   * What a program cost.
   *
   * @param attachNanos seccomp(2), the median of all rounds
   * @param callNanos the program's part of one system call: the median, over rounds, of what a call
   *     in the fastest sweep took more than under a program of one instruction in the same round
   */
  record Cost(double attachNanos, double callNanos) {}

  static KernelTiming in(Path folder) throws IOException {
    try (InputStream source = KernelTiming.class.getResourceAsStream("timing.c")) {
      byte[] bytes = Objects.requireNonNull(source).readAllBytes();
      Programs.compile(folder, "timing", new String(bytes, StandardCharsets.UTF_8));
    }
    return new KernelTiming(folder);
  }

  /**
   * Measures programs in turn, so that what disturbs the machine disturbs all.
   *
   * @param events x86_64 events that programs are run for, in turn; nothing is carried out
   * @param rounds how often each is attached and run
   * @param calls system calls of one run, rounded up to whole sweeps over the events
   */
  List<Cost> of(List<Program> programs, List<SeccompData> events, int rounds, int calls)
      throws IOException {
    Files.write(folder.resolve("events"), bytes(events));
    List<String> line =
        new ArrayList<>(
            List.of("./timing", Integer.toString(rounds), Integer.toString(calls), "events"));
    List<Program> all = new ArrayList<>(programs);
    all.add(new Program(Instruction.of(RET_K, Action.errno(1).returnValue())));
    for (int i = 0; i < all.size(); i++) {
      Files.write(folder.resolve(i + ".bpf"), all.get(i).write());
      line.add(i + ".bpf");
    }
    Finished finished = Programs.run(folder, Map.of(), line);
    if (finished.exitCode() != 0) {
      throw new IOException("timing failed: " + finished.all());
    }
    return costs(finished.out(), all.size(), rounds, events.size());
  }

  private static List<Cost> costs(String out, int programs, int rounds, int events)
      throws IOException {
    double[][] attach = new double[programs][rounds];
    double[][] call = new double[programs][rounds];
    List<String> lines = out.lines().toList();
    if (lines.size() != programs * rounds) {
      throw new IOException(lines.size() + " measurements of " + programs * rounds);
    }
    for (String line : lines) {
      long[] fields = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      if (fields[5] < events || fields[4] != fields[5]) {
        throw new IOException("a program let calls pass that it should answer: " + line);
      }
      attach[(int) fields[1]][(int) fields[0]] = fields[2];
      call[(int) fields[1]][(int) fields[0]] = (double) fields[3] / events;
    }
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < programs - 1; i++) {
      double[] more = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        more[round] = call[i][round] - call[programs - 1][round];
      }
      costs.add(new Cost(median(attach[i]), median(more)));
    }
    return costs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static byte[] bytes(List<SeccompData> events) {
    ByteBuffer buffer = ByteBuffer.allocate(56 * events.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (SeccompData event : events) {
      buffer.putLong(event.number());
      event.args().forEach(buffer::putLong);
    }
    return buffer.array();
  }
}
