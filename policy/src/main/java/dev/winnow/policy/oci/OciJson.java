package dev.winnow.policy.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Action;
import dev.winnow.traces.Arch;
import java.math.BigInteger;

/** Writes profiles as JSON, the value of {@code linux.seccomp} in a container's config.json. */
public final class OciJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OciJson() {}

  /** The profile as JSON with a final newline. Equal profiles give equal text. */
  public static String write(OciSeccomp profile) {
    ObjectNode root = MAPPER.createObjectNode();
    action(root, "defaultAction", "defaultErrnoRet", profile.defaultAction());
    ArrayNode architectures = root.putArray("architectures");
    profile.architectures().forEach(arch -> architectures.add(name(arch)));
    ArrayNode syscalls = root.putArray("syscalls");
    for (OciRule rule : profile.rules()) {
      ObjectNode node = syscalls.addObject();
      ArrayNode names = node.putArray("names");
      rule.names().forEach(names::add);
      action(node, "action", "errnoRet", rule.action());
      // Some readers take an empty list for one that never holds: left out, it means any arguments.
      if (!rule.tests().isEmpty()) {
        ArrayNode args = node.putArray("args");
        rule.tests().forEach(test -> test(args.addObject(), test));
      }
    }
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    }
  }

  private static void test(ObjectNode node, OciTest test) {
    node.put("index", test.index());
    node.put("value", unsigned(test.value()));
    if (test.op() == OciTest.Op.MASKED_EQ) {
      node.put("valueTwo", unsigned(test.valueTwo()));
    }
    node.put("op", "SCMP_CMP_" + test.op());
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /** The errno, or a tracer's message, has a field of its own; runtimes refuse it elsewhere. */
  private static void action(ObjectNode node, String field, String errnoField, Action action) {
    node.put(field, name(action.kind()));
    if (action.kind() == Action.Kind.ERRNO || action.kind() == Action.Kind.TRACE) {
      node.put(errnoField, action.data());
    }
  }

  private static String name(Action.Kind kind) {
    return switch (kind) {
      case ALLOW -> "SCMP_ACT_ALLOW";
      case LOG -> "SCMP_ACT_LOG";
      case ERRNO -> "SCMP_ACT_ERRNO";
      case TRAP -> "SCMP_ACT_TRAP";
      case TRACE -> "SCMP_ACT_TRACE";
      case USER_NOTIF -> "SCMP_ACT_NOTIFY";
      case KILL_THREAD -> "SCMP_ACT_KILL_THREAD";
      case KILL_PROCESS -> "SCMP_ACT_KILL_PROCESS";
    };
  }

  private static String name(Arch arch) {
    return switch (arch) {
      case X86_64 -> "SCMP_ARCH_X86_64";
      case I386 -> "SCMP_ARCH_X86";
      case X32 -> "SCMP_ARCH_X32";
      case AARCH64 -> "SCMP_ARCH_AARCH64";
      case ARM -> "SCMP_ARCH_ARM";
      case RISCV64 -> "SCMP_ARCH_RISCV64";
      case PPC64LE -> "SCMP_ARCH_PPC64LE";
      case S390X -> "SCMP_ARCH_S390X";
      case MIPS64 -> "SCMP_ARCH_MIPS64";
      case MIPSEL64 -> "SCMP_ARCH_MIPSEL64";
    };
  }
}
