package dev.torc.cli;

import dev.torc.cli.admin.ChangeRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc nodes remove}. */
@Command(
    name = "remove",
    description = "Move the keys of nodes to the others, and remove them.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc nodes remove 2",
      "  torc nodes remove 10.0.0.3:6379 10.0.0.4:6379",
      "  torc nodes remove 2 --lost      the node is dead and does not come back",
      "  torc nodes remove 2 --dry-run   whether the others have room for its keys",
      "",
      ChangeOptions.WAITING,
      ChangeOptions.CANCELLING,
      ChangeOptions.EXIT_CODES,
    })
final class NodesRemoveCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "NODE",
      description = "Index or HOST:PORT of each node, as torc nodes list shows them.")
  private List<String> nodes;

  @Option(names = "--lost", description = "Give up the keys of nodes that are dead.")
  private boolean lost;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  NodesRemoveCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.submit(spec, ChangeRequest.remove(nodes, lost));
  }
}
