package dev.torc.cli;

import picocli.CommandLine.Command;

/** {@code torc nodes}. */
@Command(
    name = "nodes",
    description = "Show the nodes of a running gateway, or change them while it serves.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    subcommands = {
      NodesListCommand.class,
      NodesAddCommand.class,
      NodesRemoveCommand.class,
      NodesWeightCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  torc nodes list",
      "  torc nodes add 10.0.0.4:6379",
      "",
      "torc nodes COMMAND --help says more.",
    })
final class NodesCommand extends CommandGroup {}
