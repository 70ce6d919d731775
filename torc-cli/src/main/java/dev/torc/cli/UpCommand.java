package dev.torc.cli;

import dev.torc.gateway.AdminConfig;
import dev.torc.gateway.CacheConfig;
import dev.torc.gateway.Gateway;
import dev.torc.gateway.NodesConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code torc up}. */
@Command(
    name = "up",
    description = "Run the cache gateway until it is stopped.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc up                     three embedded Redis nodes, port 8000, admin port 8001",
      "  torc up --nodes 5 --port 9000",
      "  torc up -c torc.yaml",
      "  torc up --log-format json",
      "",
      "Options override the file, which is followed while the gateway runs: its nodes, weights,",
      "vnodes and limits. Ctrl-C or SIGTERM finishes the requests under way, ends the",
      "embedded nodes and exits with 0.",
    })
final class UpCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration file; without one, defaults that only need this machine.")
  private @Nullable Path file;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the cache; 0 for a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port for health, metrics and changes of the ring; 0 for a free one.")
  private @Nullable Integer adminPort;

  @Option(names = "--nodes", paramLabel = "N", description = "Number of embedded Redis nodes.")
  private @Nullable Integer nodes;

  @Option(names = "--json", description = "When ready, print one JSON object instead of a table.")
  private boolean json;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description =
          "Log lines for people, or one JSON object a line; ${DEFAULT-VALUE} if not given.")
  private Logging.Format logFormat;

  @ParentCommand private Torc torc;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  UpCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    TorcConfig config = file == null ? ConfigFile.defaults() : ConfigFile.load(file);
    CacheConfig cache =
        withOptions(ConfigFile.cache(config, file == null ? Path.of("defaults") : file));
    AdminConfig admin = withOptions(config.admin());
    Logging.start(torc.isVerbose(), logFormat);
    Shutdown shutdown = Shutdown.install();
    Gateway gateway = shutdown.start(() -> Gateway.start(cache, admin), Gateway::drain);
    if (file != null) {
      Path watched = file;
      shutdown.start(
          () -> ConfigFollower.start(gateway, watched, config, this::withOptions),
          ConfigFollower::close);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? UpReport.json(gateway) : UpReport.text(gateway));
    out.flush();
    // The shutdown hook ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  private CacheConfig withOptions(CacheConfig cache) {
    CacheConfig on = port == null ? cache : cache.withPort(checkedPort("--port", port));
    return nodes == null ? on : on.withNodes(embedded(cache.nodes(), nodes));
  }

  private AdminConfig withOptions(AdminConfig admin) {
    return new AdminConfig(
        admin.host(),
        adminPort == null ? admin.port() : checkedPort("--admin-port", adminPort),
        admin.token());
  }

  private static NodesConfig embedded(NodesConfig configured, int count) {
    if (configured.embedded() == null) {
      throw new UsageException(
          "--nodes: the file has nodes that you run (expected: embedded ones, or no --nodes)");
    }
    if (count < 1 || count > NodesConfig.Embedded.MAX_COUNT) {
      throw new UsageException(
          "--nodes: " + count + " (expected: 1 to " + NodesConfig.Embedded.MAX_COUNT + ")");
    }
    return NodesConfig.of(configured.embedded().withCount(count));
  }

  private static int checkedPort(String option, int value) {
    if (value < 0 || value > 65_535) {
      throw new UsageException(option + ": " + value + " (expected: 0 to 65535)");
    }
    return value;
  }
}
