package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.EventParser;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Replay;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.SyscallEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow sim}. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description =
        "What a program returns for given events. Arguments that are left out or _ are 0.",
    footer = {"", "Example: winnow sim app.bpf 'openat(AT_FDCWD, _, O_RDWR)' 'nr(999)()'"})
final class SimCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "FILE.bpf", description = "A raw struct sock_filter[].")
  private Path file = Path.of("-");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "EVENT", description = "Events.")
  private List<String> events = List.of();

  @Option(names = "--path", description = "Print the numbers of the executed instructions too.")
  private boolean path;

  @Override
  public Integer call() {
    Program program = BpfFiles.accepted(file);
    Interpreter interpreter = new Interpreter(program);
    ObjectNode root = Json.object();
    ArrayNode list = root.putArray("events");
    for (String text : events) {
      SyscallEvent event = parse(text, global);
      Interpreter.Execution execution = interpreter.trace(data(event));
      noteUnfiltered(event, global);
      String action = Disassembler.action(execution.value());
      if (global.json) {
        ObjectNode node = list.addObject();
        node.put("event", Replay.text(event)).put("action", action);
        node.put("value", Integer.toUnsignedLong(execution.value()));
        execution.path().forEach(node.putArray("path")::add);
        continue;
      }
      System.out.println(
          "%s\t%s\t%d instructions".formatted(text, action, execution.path().size()));
      if (path) {
        System.out.println("  " + way(execution));
      }
    }
    if (global.json) {
      Json.print(root);
    }
    return ExitCode.OK;
  }

  /** What is said of an event that some kernels do not ask a filter about. */
  static void noteUnfiltered(SyscallEvent event, GlobalOptions global) {
    if (Unfiltered.isOne(event.arch(), event.number()) && !global.quiet) {
      System.err.println("note: " + Unfiltered.NOTE);
    }
  }

  static String way(Interpreter.Execution execution) {
    return execution.path().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  static SyscallEvent parse(String text, GlobalOptions global) {
    try {
      return EventParser.parse("event", global.archOrDefault(), text);
    } catch (PolicySyntaxException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** What the program sees; unknown arguments are 0. */
  static SeccompData data(SyscallEvent event) {
    long[] args = new long[6];
    for (int i = 0; i < 6; i++) {
      args[i] = event.knowledge(i) == dev.winnow.traces.Knowledge.VALUE ? event.value(i) : 0;
    }
    return SeccompData.of(event.arch().auditToken(), event.number(), args);
  }
}
