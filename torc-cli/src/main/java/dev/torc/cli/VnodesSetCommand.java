package dev.torc.cli;

import dev.torc.cli.admin.ChangeRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc vnodes set}. */
@Command(
    name = "set",
    description = "Set the points a node has on the ring, and move the keys whose node changes.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc vnodes set 200",
      "  torc vnodes set 200 --dry-run     shows what would move, and changes nothing",
      "",
      "More points spread the keys more evenly; fewer make the ring smaller.",
      ChangeOptions.WAITING,
      ChangeOptions.CANCELLING,
      ChangeOptions.EXIT_CODES,
    })
final class VnodesSetCommand implements Callable<Integer> {

  @Parameters(paramLabel = "N", description = "Points for each unit of weight, 1 or more.")
  private int vnodes;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  VnodesSetCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.submit(spec, ChangeRequest.vnodes(vnodes));
  }
}
