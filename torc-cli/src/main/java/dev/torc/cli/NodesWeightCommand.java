package dev.torc.cli;

import dev.torc.cli.admin.ChangeRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc nodes weight}. */
@Command(
    name = "weight",
    description = "Give a node another weight, and move the keys whose node changes.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc nodes weight 0 3",
      "  torc nodes weight 0 3 --dry-run       shows what would move, and changes nothing",
      "  torc nodes weight 10.0.0.3:6379 0     it keeps no keys, but stays a node",
      "",
      ChangeOptions.WAITING,
      ChangeOptions.CANCELLING,
      ChangeOptions.EXIT_CODES,
    })
final class NodesWeightCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "NODE",
      description = "Index or HOST:PORT of the node, as torc nodes list shows it.")
  private String node;

  @Parameters(index = "1", paramLabel = "WEIGHT", description = "0 or more; 0 takes no keys.")
  private int weight;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  NodesWeightCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.submit(spec, ChangeRequest.weight(node, weight));
  }
}
