package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.Learner;
import dev.winnow.learner.Template;
import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyError;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Evidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code winnow learn}. */
@Command(
    name = "learn",
    mixinStandardHelpOptions = true,
    description = "Learn the smallest policy that allows everything in the traces or evidence.",
    footer = {"", "Example: winnow learn app.evidence -o app.policy --template names"})
final class LearnCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Mixin private LearnSettings settings = new LearnSettings();

  @Parameters(arity = "1..*", paramLabel = "TRACE|EVIDENCE", description = "What to learn from.")
  private List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write the policy; - for standard output.")
  private Path output = Path.of("-");

  /** Options of learning, shared with {@code profile}. */
  static final class LearnSettings {
    @Option(
        names = "--template",
        defaultValue = "default",
        paramLabel = "default|names|exact",
        converter = TemplateConverter.class,
        description =
            "How arguments are generalised: default (enums, signals and ids exactly, flags and modes"
                + " by their bits), names (no arguments), exact (every argument but pointers).")
    private Template template = Template.DEFAULT;

    @Option(
        names = "--default",
        defaultValue = "errno(EPERM)",
        paramLabel = "ACTION",
        converter = ActionConverter.class,
        description = "What the policy does with the rest: ${DEFAULT-VALUE} unless given.")
    private Action defaultAction = LearnOptions.DEFAULT.defaultAction();

    @Option(
        names = "--no-predict",
        description = "Leave out calls that were not seen but that every program may need.")
    private boolean noPredict;

    LearnOptions options() {
      try {
        return new LearnOptions(template, defaultAction, !noPredict);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure("--default: " + e.getMessage(), e);
      }
    }
  }

  /** Reads a template's name. */
  static final class TemplateConverter implements ITypeConverter<Template> {
    @Override
    public Template convert(String name) {
      Template template = Template.named(name);
      if (template == null) {
        throw new TypeConversionException(
            "'" + name + "' is no template; expected default, names or exact");
      }
      return template;
    }
  }

  /** Reads an action as the policy language writes it. */
  static final class ActionConverter implements ITypeConverter<Action> {
    @Override
    public Action convert(String text) {
      try {
        String line = text.replaceAll("\\R", " ");
        Policy policy = Policies.parse("--default", "arch x86_64\ndefault " + line);
        return policy.sections().getFirst().defaultAction();
      } catch (PolicySyntaxException e) {
        PolicyError error = e.errors().getLast();
        throw new TypeConversionException(error.message() + "; " + error.remedy());
      }
    }
  }

  @Override
  public Integer call() {
    Results.require(output, global);
    Evidence evidence = Traces.evidence(inputs, global);
    LearnedPolicy learned = learn(evidence, settings.options());
    byte[] text = Policies.print(learned.policy()).getBytes(StandardCharsets.UTF_8);
    Results.write(output, out -> out.write(text));
    if (global.json) {
      ObjectNode root = Json.object();
      root.put("runs", evidence.runs().size()).put("risk", learned.risk().sentence());
      learned.notes().forEach(root.putArray("notes")::add);
      Json.print(root);
    } else if (!global.quiet) {
      learned.notes().forEach(note -> System.err.println("note: " + Terminal.safe(note)));
      System.err.println(learned.risk().sentence());
    }
    return ExitCode.OK;
  }

  static LearnedPolicy learn(Evidence evidence, LearnOptions options) {
    if (evidence.syscalls().isEmpty()) {
      throw new CommandFailure(
          "nothing to learn: no system call was understood in the input; `winnow events` shows what"
              + " was read");
    }
    return Learner.learn(evidence, options);
  }
}
