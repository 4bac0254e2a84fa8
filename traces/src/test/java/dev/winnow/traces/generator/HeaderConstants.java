package dev.winnow.traces.generator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The constants that a header defines, as the compiler sees them: every macro without parameters
 * and every enumerator becomes the initialiser of a variable; those at which the compiler balks are
 * no constants and go; the others' values are read from the assembly.
 */
final class HeaderConstants {
  /** A value, and whether the name is an ioctl request. */
  record Constant(long value, boolean isRequest) {
    /** A name of another architecture. */
    static final Constant NONE = new Constant(Long.MIN_VALUE + 1, false);
  }

  private static final String BASE =
      """
      #include <stddef.h>
      #include <stdint.h>
      #include <stdbool.h>
      #include <linux/types.h>
      #include <linux/ioctl.h>
      """;

  /** What headers that don't stand alone want before them; the first that compiles is taken. */
  private static final List<String> PRELUDES =
      List.of(
          BASE,
          BASE
              + """
              #include <sys/types.h>
              #include <sys/time.h>
              #include <sys/socket.h>
              #include <netinet/in.h>
              """,
          BASE
              + """
              #include <linux/socket.h>
              #include <linux/in.h>
              #include <linux/in6.h>
              #include <linux/if.h>
              #include <asm/termbits.h>
              """);

  private static final Pattern NAME =
      Pattern.compile("(?:[A-Z]|__W|__O_|_IOC_|_LINUX_)[A-Za-z0-9_]+");

  /** Limits and registers that libc's headers define on the way. */
  private static final Pattern NO_ARGUMENT =
      Pattern.compile("(U?INT|SIZE_|PTRDIFF_|WCHAR_|WINT_|SIG_ATOMIC_|__WORDSIZE|REG_).*");

  private static final Pattern MARKER = Pattern.compile("# \\d+ \"([^\"]*)\".*");
  private static final Pattern MACRO = Pattern.compile("#define (\\w+)\\s+\\S.*");
  private static final Pattern ENUM = Pattern.compile("\\benum\\b[^{;()]*\\{([^}]*)}");
  private static final Pattern ENUMERATOR = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*(?:=.*)?");
  private static final Pattern LOCATION =
      Pattern.compile("^SOURCE:(\\d+):\\d+: error:", Pattern.MULTILINE);
  private static final Pattern VARIABLE =
      Pattern.compile(
          "^v_(\\w+):\n\t\\.(quad|zero|long)\t(-?\\d+)(?:\n\t\\.long\t(-?\\d+))?$",
          Pattern.MULTILINE);

  /**
   * How the direction is shifted in an expanded {@code _IOC()}, asm-generic/ioctl.h; powerpc and
   * mips have 13 bits of size.
   */
  private static final Pattern EXPANDED_IOC =
      Pattern.compile("<< \\(\\(\\(0 \\+8\\)\\+8\\)\\+1[34]\\)");

  /** What requests are made of. */
  private static final Pattern PART_OF_REQUEST =
      Pattern.compile("_IOC\\w*|IOC_(IN|OUT|INOUT)|IOCSIZE_\\w+");

  /** Requests that are plain numbers, by header. */
  private static final Map<String, Pattern> PLAIN_REQUESTS =
      Map.ofEntries(
          request("asm-generic/ioctls.h", "(TC|TIO|FIO)[A-Z0-9]+"),
          request("asm-generic/sockios.h", "(SIOC|FIO).*"),
          request("linux/sockios.h", "SIOC.*"),
          request("linux/wireless.h", "SIOC([SG]IW|IW).*"),
          request("linux/kd.h", "(KD|GIO_|PIO_)[A-Z]+"),
          request(
              "linux/vt.h",
              "VT_(OPENQRY|(GET|SET)MODE|GETSTATE|SENDSIG|RELDISP|(SET)?ACTIVATE|WAIT(ACTIVE|EVENT)"
                  + "|DISALLOCATE|RESIZEX?|(UN)?LOCKSWITCH|GETHIFONTMASK)"),
          request("linux/cdrom.h", "(CDROM[A-Z0-9_]+|DVD_(READ_STRUCT|WRITE_STRUCT|AUTH))"),
          request("linux/hdreg.h", "HDIO_.*"),
          request("linux/loop.h", "LOOP_(SET|CLR|GET|CHANGE|CONFIGURE|CTL)(?!.*_FLAGS).*"),
          request("linux/fb.h", "FBIO.*"),
          request("linux/lp.h", "LP(GET|SET|TIME|CHAR|RESET|ABORT|CAREFUL|WAIT).*"),
          request("scsi/scsi.h", "SCSI_IOCTL_.*"),
          request("scsi/scsi_ioctl.h", "SCSI_IOCTL_.*"),
          request("scsi/sg.h", "SG_(GET|SET|NEXT|EMULATED|SCSI_RESET)(_\\w+)?"));

  private final Gcc gcc;
  private final String header;
  private final String before;
  private final Predicate<String> ours;

  /**
   * The header {@code header}; {@code needs} is another that goes before it, or "-"; {@code ours}
   * says of a file whether the names that it defines are the header's.
   */
  HeaderConstants(Gcc gcc, String header, String needs, Predicate<String> ours) {
    this.gcc = gcc;
    this.header = header;
    this.before = needs.equals("-") ? "" : "#include <" + needs + ">\n";
    this.ours = ours;
  }

  private static Map.Entry<String, Pattern> request(String header, String names) {
    return Map.entry(header, Pattern.compile(names));
  }

  /** The constants by name; null if the header does not compile by any prelude. */
  @Nullable Map<String, Constant> read() throws IOException {
    return read(false);
  }

  /** The ioctl requests alone, which is quick for the many headers that have none. */
  @Nullable Map<String, Constant> readRequests() throws IOException {
    return read(true);
  }

  private @Nullable Map<String, Constant> read(boolean onlyRequests) throws IOException {
    for (String prelude : PRELUDES) {
      String source = source(prelude);
      Gcc.Result macros = gcc.run(source, "-E", "-dD");
      if (macros.exit() != 0) {
        continue;
      }
      Set<String> names = names(macros.output());
      Set<String> requests = requests(source, names);
      Map<String, Constant> constants =
          constants(source, onlyRequests ? requests : names, requests);
      if (constants != null) {
        return constants;
      }
    }
    return null;
  }

  /**
   * The constants of these names, which another architecture has in the same header, as far as they
   * exist here; null if the header does not compile. Quicker by far than to look for names.
   */
  @Nullable Map<String, Constant> read(Map<String, Constant> elsewhere) throws IOException {
    Set<String> requests = new HashSet<>();
    elsewhere.forEach((name, constant) -> {
      if (constant.isRequest()) {
        requests.add(name);
      }
    });
    for (String prelude : PRELUDES) {
      Map<String, Constant> constants = constants(source(prelude), elsewhere.keySet(), requests);
      if (constants != null) {
        return constants;
      }
    }
    return null;
  }

  private String source(String prelude) {
    return prelude + before + "#include <" + header + ">\n";
  }

  private @Nullable Map<String, Constant> constants(
      String source, Set<String> names, Set<String> requests) throws IOException {
    Map<String, Long> values = values(source, names);
    if (values == null) {
      return null;
    }
    Map<String, Constant> constants = new TreeMap<>();
    values.forEach(
        (name, value) -> constants.put(name, new Constant(value, requests.contains(name))));
    return constants;
  }

  /** The names that our files define. */
  private Set<String> names(String preprocessed) {
    Set<String> names = new TreeSet<>();
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : preprocessed.split("\n", -1)) {
      Matcher marker = MARKER.matcher(line);
      Matcher macro = MACRO.matcher(line);
      if (marker.matches()) {
        inside = ours.test(marker.group(1));
      } else if (inside && macro.matches()) {
        names.add(macro.group(1));
      } else if (inside && !line.startsWith("#")) {
        text.append(line).append('\n');
      }
    }
    ENUM.matcher(text)
        .results()
        .flatMap(body -> List.of(body.group(1).split(",", -1)).stream())
        .map(ENUMERATOR::matcher)
        .filter(Matcher::matches)
        .forEach(enumerator -> names.add(enumerator.group(1)));
    names.removeIf(name -> !NAME.matcher(name).matches() || NO_ARGUMENT.matcher(name).matches());
    return names;
  }

  /** Whether there is anything in the header's text that {@link #readRequests} could find. */
  static boolean mayHaveRequests(String header, String text) {
    return PLAIN_REQUESTS.containsKey(header) || text.contains("_IO");
  }

  /** The values of those that have one; null if the header itself does not compile. */
  private @Nullable Map<String, Long> values(String source, Set<String> candidates)
      throws IOException {
    int before = (int) source.chars().filter(c -> c == '\n').count() + 1;
    List<String> names = new ArrayList<>(new TreeSet<>(candidates));
    while (!names.isEmpty()) {
      StringBuilder text = new StringBuilder(source);
      for (String name : names) {
        text.append("const unsigned long long v_").append(name);
        text.append(" = (unsigned long long)(").append(name).append(");\n");
      }
      Gcc.Result result = gcc.run(text.toString(), "-S", "-O0");
      if (result.exit() == 0) {
        return assembled(result.output());
      }
      Set<String> bad = new HashSet<>();
      Matcher location = LOCATION.matcher(result.errors());
      while (location.find()) {
        int index = Integer.parseInt(location.group(1)) - before;
        if (index >= 0 && index < names.size()) {
          bad.add(names.get(index));
        }
      }
      if (bad.isEmpty()) {
        return null;
      }
      names.removeAll(bad);
    }
    return Map.of();
  }

  private static Map<String, Long> assembled(String assembly) {
    Map<String, Long> values = new HashMap<>();
    Matcher variable = VARIABLE.matcher(assembly);
    while (variable.find()) {
      long value = variable.group(2).equals("zero") ? 0 : parse(variable.group(3));
      if (variable.group(2).equals("long")) {
        String high = variable.group(4);
        value = (value & 0xffffffffL) | (high == null ? 0 : parse(high) << 32);
      }
      values.put(variable.group(1), value);
    }
    return values;
  }

  private static long parse(String decimal) {
    return decimal.startsWith("-") ? Long.parseLong(decimal) : Long.parseUnsignedLong(decimal);
  }

  /** Those of {@code names} that expand to {@code _IOC()}, or that the header numbers plainly. */
  private Set<String> requests(String source, Set<String> names) throws IOException {
    if (names.isEmpty()) {
      return Set.of();
    }
    StringBuilder text = new StringBuilder(source);
    for (String name : names) {
      text.append("\"").append(name).append("\" ").append(name).append('\n');
    }
    Pattern plain =
        PLAIN_REQUESTS.getOrDefault(
            header, PLAIN_REQUESTS.get(header.replaceFirst("^asm/", "asm-generic/")));
    Set<String> requests = new HashSet<>();
    for (String line : gcc.run(text.toString(), "-E", "-P").output().split("\n", -1)) {
      int end = line.indexOf('"', 1);
      if (!line.startsWith("\"") || end < 0) {
        continue;
      }
      String name = line.substring(1, end);
      boolean named = plain != null && plain.matcher(name).matches();
      boolean part = PART_OF_REQUEST.matcher(name).matches();
      if (named || (EXPANDED_IOC.matcher(line).find() && !part)) {
        requests.add(name);
      }
    }
    return requests;
  }
}
