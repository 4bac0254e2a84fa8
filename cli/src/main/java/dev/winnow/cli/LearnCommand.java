package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.Choice;
import dev.winnow.learner.Information;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.Learner;
import dev.winnow.learner.RiskBudget;
import dev.winnow.learner.Template;
import dev.winnow.learner.Templates;
import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyError;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Evidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Mixin private GroupOption group = new GroupOption();

  @Mixin private LearnSettings settings = new LearnSettings();

  @Parameters(arity = "1..*", paramLabel = "TRACE|EVIDENCE", description = "What to learn from.")
  private List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write the policy; - for standard output. A policy that is there is updated: what"
              + " it permits stays permitted, unless --relearn is given.")
  private @Nullable Path output;

  @Option(
      names = "--relearn",
      description = "Write the policy anew, though it may permit less than the one that is there.")
  private boolean relearn;

  @Option(
      names = "--why",
      paramLabel = "sys_NAME",
      description =
          "Explain the rule of a syscall: the values seen and in how many runs, the constraints that"
              + " were possible, their risk and gain, and what decided.")
  private @Nullable String why;

  @Option(
      names = "--by",
      paramLabel = "role",
      description =
          "Also write a policy for each role, which is a program that was exec'd, its forks and its"
              + " threads: NAME.role-PROGRAM.fork.policy, to be stacked on the whole. One that starts"
              + " others allows what they do, for they inherit it.")
  private @Nullable String by;

  @Option(
      names = "--phase",
      paramLabel = "auto|MARKER",
      description =
          "Also write a policy for what a process still needs once its own first call of MARKER has"
              + " returned, as a server that has begun to listen: NAME.after-MARKER.policy. auto finds"
              + " the marker: the call of every run that begins to serve or waits for work, after which"
              + " the least is needed, and earlier ones where a filter saves much already. With --by"
              + " role, also for each role.")
  private @Nullable String phase;

  /** Options of learning, shared with {@code profile}. */
  static final class LearnSettings {
    @Option(
        names = "--template",
        paramLabel = "default|names|exact|FILE",
        description =
            "How arguments are generalised: default (enums, signals, ids, flags and modes as seen, with"
                + " what is alike), names (no arguments), exact (every argument but pointers), or a file"
                + " of lines such as `fd bound`, `flags mask`, `openat.flags cube`, `split fcntl.cmd`.")
    private @Nullable String template;

    @Option(
        names = "--risk",
        paramLabel = "RISK",
        description =
            "Choose constraints by their measured risk instead: the most of the arguments' space removed"
                + " that keeps denials by arguments in the next run to this probability, such as 0.05."
                + " Nothing is certified then, for the choice depends on the runs.")
    private @Nullable Double risk;

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
      if (template != null && risk != null) {
        throw new CommandFailure(
            "--template and --risk exclude each other: a template is a choice, --risk makes one");
      }
      try {
        return new LearnOptions(choice(), defaultAction, !noPredict);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure("--default: " + e.getMessage(), e);
      }
    }

    private Choice choice() {
      if (risk == null) {
        return template == null ? Template.DEFAULT : TemplateFile.named(template);
      }
      try {
        return new RiskBudget(risk);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure("--risk: " + e.getMessage(), e);
      }
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
    String explain = why;
    Path file = output;
    if (file == null && explain == null) {
      throw new CommandFailure("Missing required option: '--output=FILE' (or --why sys_NAME)");
    }
    if (file != null) {
      Results.require(file, global);
      Results.requireApart(file, inputs);
    }
    Evidence evidence = group.apply(Traces.evidence(inputs, global));
    LearnOptions options = settings.options();
    if (explain != null) {
      Explanations.print(evidence, options, explain, global);
    }
    if (file == null) {
      return ExitCode.OK;
    }
    LearnedPolicy learned = learn(evidence, options);
    if (!relearn) {
      learned = ExistingPolicy.kept(file, learned);
    }
    StageFiles stages = StageFiles.of(file, evidence, options, by, phase);
    byte[] text = Policies.print(learned.policy()).getBytes(StandardCharsets.UTF_8);
    Results.write(file, out -> out.write(text));
    if (explain == null) {
      say(evidence, learned, stages);
    }
    stages.write(global);
    return ExitCode.OK;
  }

  private void say(Evidence evidence, LearnedPolicy learned, StageFiles stages) {
    if (global.json) {
      ObjectNode root = Json.object();
      root.put("runs", evidence.runs().size()).put("risk", learned.risk().sentence());
      root.put("estimate", learned.risk().runs() == 1 ? null : learned.risk().estimate());
      root.put("certified", learned.risk().runs() == 1 ? null : learned.risk().certified());
      root.put("predicted", learned.predicted());
      root.putObject("surface")
          .put("seen", learned.surface().seen())
          .put("unseen", learned.surface().added())
          .put("seenWeight", learned.surface().seenWeight())
          .put("unseenWeight", learned.surface().addedWeight());
      Information.of(evidence, learned.template())
          .ifPresent(information -> {
            ObjectNode node = root.putObject("information");
            node.put("features", information.features());
            node.put("chao2", information.chao2().features());
            node.put("coverage", information.coverage()).put("next", information.next());
          });
      root.put("template", Templates.print(learned.template()));
      learned.notes().forEach(root.putArray("notes")::add);
      stages.json(root.putArray("stages"));
      Json.print(root);
    } else if (!global.quiet) {
      List<String> gaps = learned.gaps();
      learned.notes().stream().filter(note -> !gaps.contains(note)).forEach(LearnCommand::note);
      if (learned.surface().added() > 0) {
        System.err.println(learned.surface().sentence());
      }
      if (learned.predicted() > 0) {
        System.err.printf(
            Locale.ROOT,
            "Constraints chosen: predicted denials by arguments in the next run %.1f %%.%n",
            100 * learned.predicted());
      }
      System.err.println(learned.risk().sentence());
      if (global.verbose) {
        Information.of(evidence, learned.template())
            .ifPresent(information -> System.err.println(information.sentence()));
      }
      gaps.forEach(LearnCommand::note); // last, where they are read
    }
  }

  private static void note(String text) {
    System.err.println("note: " + Terminal.safe(text));
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
