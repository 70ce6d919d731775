package dev.torc.cli;

import picocli.CommandLine.Command;

/** {@code torc vnodes}. */
@Command(
    name = "vnodes",
    description = "Change the points of each node on a running gateway's ring.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    subcommands = VnodesSetCommand.class,
    footer = {
      "",
      "Example: torc vnodes set 200",
      "",
      "torc vnodes COMMAND --help says more.",
    })
final class VnodesCommand extends CommandGroup {}
