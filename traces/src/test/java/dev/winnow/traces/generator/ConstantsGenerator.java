package dev.winnow.traces.generator;

import dev.winnow.traces.Arch;
import dev.winnow.traces.generator.HeaderConstants.Constant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes {@code constants-*.tsv} from kernel and libc headers and the hand-made tables. */
public final class ConstantsGenerator {
  /** The directories of linux-libc-dev, in order of precedence; asm apart. */
  private static final List<String> KERNEL_DIRECTORIES =
      List.of(
          "asm-generic", "linux", "mtd", "rdma", "scsi", "sound", "video", "misc", "xen", "drm");

  /**
   * Where another architecture's values of asm-generic are: read through these, which define some
   * names themselves and include asm-generic for the rest.
   */
  private static final Set<String> ASM =
      new LinkedHashSet<>(
          List.of(
              "errno",
              "fcntl",
              "ioctls",
              "mman",
              "poll",
              "ptrace",
              "resource",
              "siginfo",
              "signal",
              "socket",
              "sockios",
              "termbits",
              "termios",
              "cachectl",
              "sysmips"));

  /** What of asm/ptrace.h is an argument; the rest are registers. */
  private static final Pattern PTRACE = Pattern.compile("PTRACE_\\w+");

  private final Target target;
  private final Map<String, Constant> byHand;

  /** Headers by what they define; those that did not compile are missing. */
  private final Map<String, Map<String, Constant>> read = new LinkedHashMap<>();

  private final @Nullable ConstantsGenerator base;

  private ConstantsGenerator(Arch arch, @Nullable ConstantsGenerator base) {
    target = Target.of(arch);
    this.base = base;
    byHand = byHand(arch);
  }

  /**
   * Rewrites the tables in the module's resources, or those of the named architectures; run it in
   * the module's directory.
   */
  public static void main(String[] labels) throws IOException {
    List<String> wanted = List.of(labels);
    ConstantsGenerator base = all(Arch.X86_64, null);
    for (Arch arch : Arch.values()) {
      if (!wanted.isEmpty() && !wanted.contains(arch.label())) {
        continue;
      }
      if (arch == Arch.X86_64) {
        write(arch, base.constants());
      } else {
        write(arch, exceptions(base, all(arch, base)));
      }
    }
  }

  /** Reads all headers; where there is a base, only its names of headers that are the same. */
  private static ConstantsGenerator all(Arch arch, @Nullable ConstantsGenerator base)
      throws IOException {
    ConstantsGenerator generator = new ConstantsGenerator(arch, base);
    if (generator.target.isCross() && !generator.target.hasLibc()) {
      throw new IOException(
          "no libc headers of "
              + arch
              + "; install libc6-dev-"
              + generator.target.suffix()
              + "-cross, or unpack it (see Target)");
    }
    generator.read(generator.headers());
    return generator;
  }

  /** Reads some headers. */
  static ConstantsGenerator of(Arch arch, Set<String> sample) throws IOException {
    ConstantsGenerator generator = new ConstantsGenerator(arch, null);
    generator.read(List.copyOf(sample));
    return generator;
  }

  /** All headers: those of headers.tsv, then the kernel's others. */
  private List<String> headers() throws IOException {
    Set<String> headers = new LinkedHashSet<>();
    if (target.isCross()) {
      ASM.forEach(name -> headers.add("asm/" + name + ".h"));
    }
    headers.addAll(needs().keySet());
    addAll(headers, "asm", target.asm());
    for (String directory : KERNEL_DIRECTORIES) {
      Path there = target.include().resolve(directory);
      addAll(headers, directory, Files.exists(there) ? there : drm());
    }
    if (target.isCross()) {
      headers.removeIf(header -> header.startsWith("asm-generic/"));
      headers.removeIf(header -> !Files.exists(target.include().resolve(header)));
    }
    headers.removeIf(
        header -> !needs().containsKey(header) && !isAsm(header) && !mayHaveRequests(header));
    return List.copyOf(headers);
  }

  private boolean mayHaveRequests(String header) {
    Path file = target.include().resolve(header);
    if (header.startsWith("asm/")) {
      file = target.asm().resolveSibling(header);
    } else if (!Files.exists(file)) {
      file = drm().resolveSibling(header);
    }
    try {
      return HeaderConstants.mayHaveRequests(header, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code drm/}, which Debian's linux-libc-dev lacks, is the same everywhere. */
  static Path drm() {
    return Target.of(Arch.AARCH64).include().resolve("drm");
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

  /** The headers of headers.tsv in its order, with what each needs before it, or "-". */
  private static Map<String, String> needs() {
    Map<String, String> needs = new LinkedHashMap<>();
    Tsv.rows("headers.tsv", 2).forEach(row -> needs.put(row.get(0), row.get(1)));
    return Collections.unmodifiableMap(needs);
  }

  private void read(List<String> headers) throws IOException {
    Map<String, String> needs = needs();
    List<Optional<Map<String, Constant>>> all;
    try (Gcc gcc = new Gcc(target)) {
      all =
          IntStream.range(0, headers.size())
              .parallel()
              .mapToObj(headers::get)
              .map(header -> Optional.ofNullable(read(gcc, header, needs.get(twin(header)))))
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (int i = 0; i < headers.size(); i++) {
      String header = headers.get(i);
      all.get(i).ifPresent(constants -> read.put(header, constants));
    }
  }

  /** Reads a header; {@code needs} is null where only the requests are wanted. */
  private @Nullable Map<String, Constant> read(Gcc gcc, String header, @Nullable String needs) {
    // Only times are wanted of libc, and most of a header can be read without.
    boolean alone = needs == null || (target.isCross() && !target.hasLibc());
    String first = needs == null || alone ? "-" : needs;
    HeaderConstants constants = new HeaderConstants(gcc, header, first, file -> isOf(file, header));
    boolean onlyRequests = needs == null && !(target.isCross() && isAsm(header));
    try {
      Map<String, Constant> all = read(constants, header, onlyRequests);
      if (all != null && header.equals("asm/ptrace.h")) {
        all.keySet().removeIf(name -> !PTRACE.matcher(name).matches());
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of headers that are the same everywhere, the names that the base has. */
  private @Nullable Map<String, Constant> read(
      HeaderConstants constants, String header, boolean onlyRequests) throws IOException {
    if (base != null && !header.startsWith("asm")) {
      Map<String, Constant> names = base.read.getOrDefault(header, Map.of());
      return names.isEmpty() ? names : constants.read(names);
    }
    return onlyRequests ? constants.readRequests() : constants.read();
  }

  /** The header that headers.tsv names for another architecture's. */
  private String twin(String header) {
    return target.isCross() && isAsm(header) ? header.replaceFirst("asm", "asm-generic") : header;
  }

  private static boolean isAsm(String header) {
    return header.startsWith("asm/") && ASM.contains(stem(header));
  }

  /** The header's name without {@code asm/} and {@code .h}. */
  private static String stem(String header) {
    return header.substring("asm/".length(), header.length() - ".h".length());
  }

  /** Whether a file's names are the header's: its own, and those it is there to pass on. */
  private boolean isOf(String file, String header) {
    if (!isKernel(header)) {
      return file.startsWith(target.include() + "/")
          && !file.matches(".*/(linux|asm|asm-generic)/.*");
    }
    boolean passedOn =
        target.isCross()
            && isAsm(header)
            && file.matches(".*/asm-generic/" + stem(header) + "(-\\w+)?\\.h");
    return passedOn || file.endsWith("/" + header);
  }

  private static boolean isKernel(String header) {
    int slash = header.indexOf('/');
    String directory = slash < 0 ? "" : header.substring(0, slash);
    return directory.equals("asm") || KERNEL_DIRECTORIES.contains(directory);
  }

  /** The constants of each header, without those that an earlier one or a hand-made table names. */
  Map<String, Map<String, Constant>> constants() {
    Map<String, Map<String, Constant>> result = new LinkedHashMap<>();
    Map<String, Constant> known = new HashMap<>();
    merge(result, known, "constants.tsv", byHand);
    Map<String, Constant> hand = result.remove("constants.tsv");
    read.forEach((header, constants) -> merge(result, known, header, constants));
    // Last: of two names for one value the header's is preferred.
    result.put("constants.tsv", hand == null ? Map.of() : hand);
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

  /**
   * The hand-made tables: names that no header has, or that libc gives another value. A row of
   * constants-arch.tsv replaces one of constants.tsv for the architectures that it names.
   */
  private static Map<String, Constant> byHand(Arch arch) {
    Map<String, Constant> constants = new LinkedHashMap<>();
    for (List<String> row : Tsv.rows("constants.tsv", 3)) {
      constants.put(row.get(0), Requests.parse(arch, row.get(1)));
    }
    for (List<String> row : Tsv.rows("constants-arch.tsv", 4)) {
      if (List.of(row.get(0).split(",", -1)).contains(arch.label())) {
        constants.put(row.get(1), Requests.parse(arch, row.get(2)));
      }
    }
    return constants;
  }

  /** What another architecture has other than the base, and what of the base's it has not. */
  private static Map<String, Map<String, Constant>> exceptions(
      ConstantsGenerator base, ConstantsGenerator other) {
    Map<String, Constant> known = new HashMap<>();
    base.constants().values().forEach(known::putAll);
    Map<String, Map<String, Constant>> result = new LinkedHashMap<>();
    Set<String> here = new HashSet<>();
    other
        .constants()
        .forEach((header, constants) -> {
          here.addAll(constants.keySet());
          Map<String, Constant> differing = new TreeMap<>(constants);
          differing
              .entrySet()
              .removeIf(entry -> entry.getValue().equals(known.get(entry.getKey())));
          if (!differing.isEmpty()) {
            result.put(header, differing);
          }
        });
    Map<String, Constant> missing = new TreeMap<>();
    base.constants()
        .forEach((header, constants) -> {
          boolean read = other.has(header);
          constants.forEach((name, constant) -> {
            // A request's value depends on the architecture: unread, it is unknown and not the
            // base's.
            if (!here.contains(name) && (read || constant.isRequest())) {
              missing.put(name, Constant.NONE);
            }
          });
        });
    if (!missing.isEmpty()) {
      result.put("names of x86_64 only", missing);
    }
    return result;
  }

  /**
   * Whether a name of a base's header that was not found here does not exist. In {@code linux/} it
   * may only be newer than the headers here, and is the same everywhere.
   */
  private boolean has(String header) {
    boolean arch = header.startsWith("asm") && target.isCross();
    return header.equals("constants.tsv")
        || arch
        || (!isKernel(header) && read.containsKey(header));
  }

  private static void write(Arch arch, Map<String, Map<String, Constant>> constants)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Symbolic constants of ").append(arch);
    text.append(arch == Arch.X86_64 ? "" : " that differ from x86_64's");
    text.append(", generated by ").append(ConstantsGenerator.class.getSimpleName());
    text.append("; do not edit.\n# kernel headers ").append(UnistdHeader.version(arch));
    text.append("\n# name, value, i for an ioctl request; a comment names the header");
    text.append(arch == Arch.X86_64 ? "\n" : "; a value of - takes the name away\n");
    constants.forEach((header, names) -> {
      text.append("# ").append(header).append('\n');
      names.forEach((name, constant) -> append(text, name, constant));
    });
    Files.writeString(SyscallTableGenerator.RESOURCES.resolve(file(arch)), text);
  }

  private static void append(StringBuilder text, String name, Constant constant) {
    long value = constant.value();
    text.append(name).append('\t');
    if (constant.equals(Constant.NONE)) {
      text.append("-\n");
      return;
    }
    text.append(
        value < 4096 && value > -4096 ? Long.toString(value) : "0x" + Long.toHexString(value));
    text.append(constant.isRequest() ? "\ti\n" : "\n");
  }

  static String file(Arch arch) {
    return "constants-" + arch.label() + ".tsv";
  }
}
