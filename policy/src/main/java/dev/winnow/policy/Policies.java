package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The policy language: reads and prints policies.
 *
 * <p>What {@link #print} writes, {@link #parse} reads as the same policy, and printing that gives
 * the same bytes.
 */
public final class Policies {
  private Policies() {}

  /**
   * Reads a policy. Line ends may be LF or CRLF, the last may be missing, and a byte order mark at
   * the start is skipped. A comment behind a rule stays with it, and lines of comments above all
   * others are {@link Policy#remarks}; other comments are dropped. Where a section does not say:
   * {@code unknown} is its default, {@code foreign} what another section says or kill_process,
   * {@code on_next_syscall} 0.
   *
   * @param source what errors call the text, such as its file name
   * @throws PolicySyntaxException with every fault, if there is any
   */
  public static Policy parse(String source, String text) throws PolicySyntaxException {
    return PolicyParser.parse(source, text);
  }

  /** Reads a policy in UTF-8; bytes that are none are a fault with its place. */
  public static Policy parse(String source, byte[] utf8) throws PolicySyntaxException {
    return parse(source, text(source, utf8));
  }

  /**
   * Reads a patch of a policy: the same language, where every line is optional. Without an arch
   * line it is about the only section of {@code current}.
   *
   * @throws PolicySyntaxException with every fault; among them lines about an architecture that
   *     {@code current} has no section for, and lines that do not say which of several sections
   *     they are about
   */
  public static PolicyPatch parsePatch(String source, byte[] utf8, Policy current)
      throws PolicySyntaxException {
    return PolicyParser.parsePatch(source, text(source, utf8), current);
  }

  private static String text(String source, byte[] utf8) throws PolicySyntaxException {
    ByteBuffer in = ByteBuffer.wrap(utf8);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      throw notText(source, utf8, in.position());
    }
  }

  private static PolicySyntaxException notText(String source, byte[] bytes, int at) {
    // What comes before the fault is UTF-8, so the column counts characters.
    String before = new String(bytes, 0, at, StandardCharsets.UTF_8);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    String text = before.substring(before.lastIndexOf('\n') + 1);
    boolean utf16 = at == 0 && bytes.length > 1 && (bytes[0] ^ bytes[1]) == (0xff ^ 0xfe);
    PolicyError error =
        new PolicyError(
            source,
            line,
            text.length() + 1,
            1,
            "the byte 0x%02x is not UTF-8 text".formatted(bytes[at]),
            utf16
                ? "this seems to be UTF-16; convert it with iconv -f UTF-16 -t UTF-8"
                : "a policy is a text file; a compiled program is read by disasm and verify");
    return new PolicySyntaxException(List.of(error), error.render(text));
  }

  /** The canonical text of a policy, with a final newline. */
  public static String print(Policy policy) {
    return PolicyPrinter.print(policy);
  }

  /** A rule of a section as {@link #print} writes it, without its comment. */
  public static String print(Section section, Rule rule) {
    return PolicyPrinter.rule(section, rule);
  }

  /** An expression about a syscall's arguments, as a rule of that syscall writes it. */
  public static String print(Arch arch, int number, Expr condition) {
    return new ExprPrinter(arch, SyscallTable.of(arch).byNumber(number)).print(condition);
  }
}
