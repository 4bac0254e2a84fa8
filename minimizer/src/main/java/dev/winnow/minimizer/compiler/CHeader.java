package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Programs as a header for C (from C99) and C++: the instructions, each with its line of the
 * listing, and a function that installs them. Needs the kernel's headers and nothing else.
 */
public final class CHeader {
  private CHeader() {}

  /**
   * The header. Equal arguments give equal text.
   *
   * @param name what the names in it begin with; what C does not take in an identifier becomes _
   */
  public static String of(ProvedProgram proved, Policy policy, String name) {
    String prefix = identifier(name);
    Program program = proved.program();
    return """
    /*
     * %1$s_filter: a seccomp program of %2$d instructions, made by winnow. Do not edit.
     *
     * For every event it returns what its policy says; that was proved.
     *
    %3$s
     * SHA-256 of the policy in canonical form: %4$s
     */
    #ifndef %5$s
    #define %5$s

    #include <linux/filter.h>
    #include <linux/seccomp.h>
    #include <sys/prctl.h>

    static const struct sock_filter %1$s_filter[] = {
    %6$s};

    /*
     * Puts the calling thread, and whatever it starts from now on, under the filter: for good, and
     * without privileges, since no_new_privs is set before. Other threads of the process go on
     * without: call it before there are any.
     *
     * 0, or -1 with errno: EINVAL if the kernel has no seccomp filters.
     */
    static inline int %1$s_install(void)
    {
        struct sock_fprog program = {
            (unsigned short)(sizeof(%1$s_filter) / sizeof(%1$s_filter[0])),
            (struct sock_filter *)%1$s_filter,
        };
        if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0)
            return -1;
        return prctl(PR_SET_SECCOMP, (long)SECCOMP_MODE_FILTER, &program, 0L, 0L);
    }

    #endif /* %5$s */
    """
        .formatted(
            prefix,
            program.size(),
            policy.sections().stream().map(CHeader::about).collect(Collectors.joining("\n")),
            sha256(Policies.print(policy)),
            prefix.toUpperCase(Locale.ROOT) + "_SECCOMP_H",
            instructions(program));
  }

  private static String identifier(String name) {
    String letters = name.replaceAll("[^A-Za-z0-9_]", "_");
    return letters.isEmpty() || !Character.isLetter(letters.charAt(0))
        ? "seccomp_" + letters
        : letters;
  }

  private static String about(Section section) {
    return " * %s: %d rules, default %s, unknown numbers %s, other architectures %s%s"
        .formatted(
            section.arch(),
            section.rules().size(),
            section.defaultAction(),
            section.unknown(),
            section.foreign(),
            section.onNextSyscall() ? "; to be installed after the launcher's execve" : "");
  }

  private static String instructions(Program program) {
    List<String> listing = Disassembler.lines(program);
    StringBuilder out = new StringBuilder();
    for (int pc = 0; pc < program.size(); pc++) {
      Instruction i = program.get(pc);
      String code = "{0x%02x, %d, %d, 0x%08xU},".formatted(i.code(), i.jt(), i.jf(), i.k());
      out.append("    %-30s /* %s */\n".formatted(code, listing.get(pc)));
    }
    return out.toString();
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
