package dev.torc.bench.reshard;

import dev.torc.bench.torture.GatewayProcess;
import dev.torc.cli.admin.AdminClient;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code torc up} with embedded nodes, as a user runs it, in a JVM of its own, and its admin API.
 * Safe for use by any number of threads.
 */
final class BenchGateway implements AutoCloseable {
  /** Those of {@code ./torc up}. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");

  /** A machine at its limit is measured too. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

  private final Path config;
  private final Path log;
  private final GatewayProcess process;
  private final AdminClient admin;

  /** One that is not started yet, so that it can be closed whatever happens. */
  BenchGateway(int nodes, int vnodes) throws IOException {
    config = Files.createTempFile("torc-bench", ".yaml");
    log = Files.createTempFile("torc-bench", ".log");
    Files.writeString(config, "cache:\n  vnodes: " + vnodes + "\n");
    InetSocketAddress cache = freeAddress();
    InetSocketAddress adminAddress = freeAddress();
    process =
        new GatewayProcess(
            JVM_OPTIONS,
            "dev.torc.cli.Torc",
            List.of(
                "up",
                "--json",
                "-c",
                config.toString(),
                "--nodes",
                Integer.toString(nodes),
                "--port",
                Integer.toString(cache.getPort()),
                "--admin-port",
                Integer.toString(adminAddress.getPort())),
            cache,
            adminAddress,
            log);
    admin = new AdminClient(process.admin(), ANSWER_WITHIN);
  }

  private static InetSocketAddress freeAddress() {
    return InetSocketAddress.createUnresolved("127.0.0.1", RedisProcess.freePort());
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @throws IOException if it ends instead
   */
  void start() throws IOException {
    process.start();
  }

  /** Where clients connect. */
  InetSocketAddress address() {
    return process.cache();
  }

  AdminClient admin() {
    return admin;
  }

  @Override
  public void close() throws IOException {
    process.close();
    admin.close();
    Files.deleteIfExists(config);
    Files.deleteIfExists(log);
  }
}
