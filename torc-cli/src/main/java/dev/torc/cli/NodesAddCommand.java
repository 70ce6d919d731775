package dev.torc.cli;

import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.ChangeRequest.Addition;
import dev.torc.gateway.NodesConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc nodes add}. */
@Command(
    name = "add",
    description = "Add nodes, and move to them the keys that become theirs.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc nodes add 10.0.0.4:6379",
      "  torc nodes add 10.0.0.4:6379 --name big --weight 2",
      "  torc nodes add              the gateway starts an embedded node",
      "  torc nodes add --count 2 --detach",
      "  torc nodes add --dry-run    shows what would move, and how long it would take",
      "",
      "All nodes come in one change, in which no key moves twice.",
      ChangeOptions.WAITING,
      ChangeOptions.CANCELLING,
      ChangeOptions.EXIT_CODES,
    })
final class NodesAddCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "ADDRESS",
      description = "HOST:PORT of each node; without any, the gateway starts nodes itself.")
  private List<String> addresses = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Without an address: how many nodes it starts (default: 1).")
  private @Nullable Integer count;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "With one address: the node's name, which gives its place on the ring.")
  private @Nullable String name;

  @Option(names = "--weight", paramLabel = "W", description = "Of each node (default: 1).")
  private @Nullable Integer weight;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  NodesAddCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.submit(spec, ChangeRequest.add(additions()));
  }

  private List<Addition> additions() {
    if (name != null && addresses.size() != 1) {
      throw new UsageException(
          "--name: with " + addresses.size() + " addresses (expected: one address)");
    }
    if (addresses.isEmpty()) {
      return Collections.nCopies(checkedCount(), new Addition(null, null, weight));
    }
    if (count != null) {
      throw new UsageException("--count: with addresses (expected: one of them)");
    }
    return addresses.stream().map(address -> new Addition(address, name, weight)).toList();
  }

  private int checkedCount() {
    int nodes = count == null ? 1 : count;
    if (nodes < 1 || nodes > NodesConfig.Embedded.MAX_COUNT) {
      throw new UsageException(
          "--count: " + nodes + " (expected: 1 to " + NodesConfig.Embedded.MAX_COUNT + ")");
    }
    return nodes;
  }
}
