package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How policies call syscalls and arguments. */
final class Names {
  private Names() {}

  /**
   * The register of {@code arg0} to {@code arg5}, or -1. These are always positions, even where the
   * kernel's own names look like them: prctl's "arg2" is register 1, which a policy calls {@code
   * arg1}.
   */
  static int positional(String name) {
    boolean matches = name.length() == 4 && name.startsWith("arg");
    int number = matches ? name.charAt(3) - '0' : -1;
    return number >= 0 && number <= 5 ? number : -1;
  }

  /**
   * The bits of a register that a comparison looks at unless it names a width: the table's on a
   * 64-bit architecture, all 32 on a 32-bit one. There the kernel cuts an umode_t to 16 as well,
   * and who means that writes {@code mode:16}, as the learner does.
   */
  static int effectiveWidth(Arch arch, @Nullable Syscall syscall, int argument) {
    return arch.registerBits() == 32 || syscall == null || argument >= syscall.arity()
        ? arch.registerBits()
        : syscall.arguments().get(argument).width();
  }

  /** The kernel's name of an argument where it is clear, else {@code argN}. */
  static String argument(@Nullable Syscall syscall, int argument) {
    if (syscall != null && argument < syscall.arity()) {
      String name = syscall.arguments().get(argument).name();
      if (isWord(name) && positional(name) < 0 && syscall.indexOf(name) == argument) {
        return name;
      }
    }
    return "arg" + argument;
  }

  /** Whether the parser reads it as one word: {@code in} is an operator. */
  private static boolean isWord(String name) {
    Lexer lexer = new Lexer(name);
    Lexer.Token first = lexer.take();
    return first.kind() == Lexer.Kind.WORD && first.end() == name.length() && !name.equals("in");
  }

  /** {@code sys_read}, or {@code nr(9999)} for a number that the table does not have. */
  static String syscall(Arch arch, int number) {
    SyscallTable table = SyscallTable.of(arch);
    Syscall syscall = table.byNumber(number);
    if (syscall != null && syscall.equals(table.byName(syscall.name()))) {
      return "sys_" + syscall.name();
    }
    boolean large = number < 0 || number >= Arch.X32_BIT;
    return "nr(" + (large ? "0x" + Integer.toHexString(number) : number) + ")";
  }

  static String noArgument(@Nullable Syscall syscall, String name) {
    String owner = syscall == null ? "a syscall that is not in the table" : syscall.name();
    return owner + " has no argument " + LineReader.quote(name);
  }

  /** What an argument may have been meant to be. */
  static String argumentsOf(@Nullable Syscall syscall, String name) {
    if (syscall == null) {
      return "write arg0 to arg5";
    }
    List<String> names = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < syscall.arity(); i++) {
      Argument argument = syscall.arguments().get(i);
      names.add(argument(syscall, i));
      all.add(argument(syscall, i));
      all.addAll(argument.aliases());
    }
    String near = Spelling.nearest(name, all);
    String question = near == null ? "" : "did you mean " + near + "? ";
    return question
        + (names.isEmpty()
            ? syscall.name() + " has none; its registers are arg0 to arg5"
            : "it has " + String.join(", ", names));
  }

  /** What a syscall may have been meant to be. */
  static String syscallsLike(Arch arch, String name) {
    List<String> all = SyscallTable.of(arch).all().stream().map(Syscall::name).toList();
    String near = Spelling.nearest(name, all);
    return near == null
        ? "a number that is not in the table is written nr(N)"
        : "did you mean sys_" + near + "?";
  }
}
