package dev.winnow.traces.generator;

import dev.winnow.traces.Arch;
import dev.winnow.traces.generator.HeaderConstants.Constant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes {@code constants-*.tsv} from kernel and libc headers and {@code constants.tsv}. */
public final class ConstantsGenerator {
  private static final Path INCLUDE = Path.of("/usr/include");
  private static final Path ASM = INCLUDE.resolve("x86_64-linux-gnu/asm");

  /** The directories of linux-libc-dev, in order of precedence; asm apart. */
  private static final List<String> KERNEL_DIRECTORIES =
      List.of("asm-generic", "linux", "mtd", "rdma", "scsi", "sound", "video", "misc", "xen");

  private ConstantsGenerator() {}

  /** Rewrites the tables in the module's resources; run it in the module's directory. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Map<String, Constant>> base = read(Arch.X86_64, headers());
    write(Arch.X86_64, base);
    for (Arch arch : List.of(Arch.I386, Arch.X32)) {
      write(arch, exceptions(base, read(arch, headers())));
    }
  }

  /** All headers: those of headers.tsv, then the kernel's others. */
  static Set<String> headers() throws IOException {
    Set<String> headers = new LinkedHashSet<>(wholeHeaders());
    addAll(headers, "asm", ASM);
    for (String directory : KERNEL_DIRECTORIES) {
      addAll(headers, directory, INCLUDE.resolve(directory));
    }
    return headers;
  }

  private static void addAll(Set<String> headers, String prefix, Path directory)
      throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .map(file -> prefix + "/" + directory.relativize(file))
          .filter(name -> name.endsWith(".h") && !name.contains("/unistd"))
          .sorted()
          .forEach(headers::add);
    }
  }

  private static List<String> wholeHeaders() {
    return List.copyOf(needs().keySet());
  }

  /** The headers of headers.tsv in its order, with what each needs before it, or "-". */
  private static Map<String, String> needs() {
    Map<String, String> needs = new LinkedHashMap<>();
    Tsv.rows("headers.tsv", 2).forEach(row -> needs.put(row.get(0), row.get(1)));
    return Collections.unmodifiableMap(needs);
  }

  /** The constants of each header, without those that an earlier header or constants.tsv names. */
  static Map<String, Map<String, Constant>> read(Arch arch, Set<String> headers)
      throws IOException {
    Map<String, Map<String, Constant>> result = new LinkedHashMap<>();
    Map<String, Constant> known = new HashMap<>();
    Map<String, Constant> byHand = byHand();
    merge(result, known, "constants.tsv", byHand);
    List<String> order = new ArrayList<>(headers);
    List<Map<String, Constant>> read = readAll(arch, order);
    for (int i = 0; i < order.size(); i++) {
      merge(result, known, order.get(i), read.get(i));
    }
    return result;
  }

  private static void merge(
      Map<String, Map<String, Constant>> result,
      Map<String, Constant> known,
      String header,
      Map<String, Constant> constants) {
    Map<String, Constant> fresh = new LinkedHashMap<>();
    constants.forEach((name, constant) -> {
      if (known.putIfAbsent(name, constant) == null) {
        fresh.put(name, constant);
      }
    });
    if (!fresh.isEmpty()) {
      result.put(header, fresh);
    }
  }

  private static List<Map<String, Constant>> readAll(Arch arch, List<String> headers)
      throws IOException {
    String abi =
        switch (arch) {
          case X86_64 -> "-m64";
          case I386 -> "-m32";
          case X32 -> "-mx32";
        };
    Map<String, String> needs = needs();
    try (Gcc gcc = new Gcc(abi)) {
      return IntStream.range(0, headers.size())
          .parallel()
          .mapToObj(headers::get)
          .map(header -> read(gcc, header, needs.get(header)))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Reads a header; {@code needs} is null where only the requests are wanted. */
  private static Map<String, Constant> read(Gcc gcc, String header, @Nullable String needs) {
    try {
      return needs == null
          ? new HeaderConstants(gcc, header, "-", false).readRequests()
          : new HeaderConstants(gcc, header, needs, !isKernel(header)).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isKernel(String header) {
    int slash = header.indexOf('/');
    String directory = slash < 0 ? "" : header.substring(0, slash);
    return directory.equals("asm") || KERNEL_DIRECTORIES.contains(directory);
  }

  /** The hand-made table: names that no header has, or that libc gives another value. */
  static Map<String, Constant> byHand() {
    Map<String, Constant> constants = new LinkedHashMap<>();
    for (List<String> row : Tsv.rows("constants.tsv", 3)) {
      constants.put(row.get(0), new Constant(Long.decode(row.get(1)), false));
    }
    return constants;
  }

  private static Map<String, Map<String, Constant>> exceptions(
      Map<String, Map<String, Constant>> base, Map<String, Map<String, Constant>> other) {
    Map<String, Constant> known = new HashMap<>();
    base.values().forEach(known::putAll);
    Map<String, Map<String, Constant>> result = new LinkedHashMap<>();
    other.forEach((header, constants) -> {
      Map<String, Constant> differing = new TreeMap<>(constants);
      differing.entrySet().removeIf(entry -> entry.getValue().equals(known.get(entry.getKey())));
      if (!differing.isEmpty()) {
        result.put(header, differing);
      }
    });
    return result;
  }

  private static void write(Arch arch, Map<String, Map<String, Constant>> constants)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Symbolic constants of ").append(arch);
    text.append(arch == Arch.X86_64 ? "" : " that differ from x86_64's");
    text.append(", generated by ").append(ConstantsGenerator.class.getSimpleName());
    text.append("; do not edit.\n# kernel headers ").append(UnistdHeader.version());
    text.append("\n# name, value, i for an ioctl request; a comment names the header\n");
    constants.forEach((header, names) -> {
      text.append("# ").append(header).append('\n');
      names.forEach((name, constant) -> append(text, name, constant));
    });
    Files.writeString(SyscallTableGenerator.RESOURCES.resolve(file(arch)), text);
  }

  private static void append(StringBuilder text, String name, Constant constant) {
    long value = constant.value();
    text.append(name).append('\t');
    text.append(
        value < 4096 && value > -4096 ? Long.toString(value) : "0x" + Long.toHexString(value));
    text.append(constant.isRequest() ? "\ti\n" : "\n");
  }

  static String file(Arch arch) {
    return "constants-" + arch.label() + ".tsv";
  }
}
