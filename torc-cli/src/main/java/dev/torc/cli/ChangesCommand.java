package dev.torc.cli;

import picocli.CommandLine.Command;

/** {@code torc changes}. */
@Command(
    name = "changes",
    description = "Show the changes of a running gateway's ring, or cancel one.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    subcommands = {ChangesListCommand.class, ChangesShowCommand.class, ChangesCancelCommand.class},
    footer = {
      "",
      "Examples:",
      "  torc changes list",
      "  torc changes cancel 3",
      "",
      "torc changes COMMAND --help says more.",
    })
final class ChangesCommand extends CommandGroup {}
