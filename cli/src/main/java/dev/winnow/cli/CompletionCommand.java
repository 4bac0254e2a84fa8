package dev.winnow.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script that completes winnow's commands and options in a shell.",
    footer = {
      "",
      "Example: winnow completion bash > ~/.local/share/bash-completion/completions/winnow",
      "In zsh: source <(winnow completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells. The script is bash's and calls zsh's bashcompinit where it finds itself there. */
  enum Shell {
    BASH("# Completion of winnow for bash."),
    ZSH("# Completion of winnow for zsh, by way of its bashcompinit.");

    private final String title;

    Shell(String title) {
      this.title = title;
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    System.out.println(shell.title);
    System.out.print(AutoComplete.bash("winnow", spec.root().commandLine()));
    return ExitCode.OK;
  }
}
