package dev.torc.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code torc demo}: only holds the demos together. */
@Command(
    name = "demo",
    description = "Show on this machine what consistent hashing is good for.",
    synopsisSubcommandLabel = "DEMO",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    subcommands = WineinfoCommand.class,
    footer = {
      "",
      "Example: torc demo wineinfo",
      "",
      "torc demo DEMO --help says more.",
    })
final class DemoCommand implements Runnable {

  @ParentCommand private Torc torc;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  DemoCommand() {}

  boolean isVerbose() {
    return torc.isVerbose();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no demo given (expected: wineinfo)");
  }
}
