package dev.torc.bench.torture;

import dev.torc.cli.admin.AdminClient;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a run starts: Redis servers behind proxies, of which some are on the ring from
 * the beginning, and the gateway. Safe for use by any number of threads.
 */
final class Cluster implements AutoCloseable {
  /** Hardly more than an empty server takes. */
  private static final String SMALL_MEMORY = "1500kb";

  /** What is killed every few seconds gains more by starting soon than by being optimized. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

  /** So few that a change takes long enough to meet a fault. */
  private static final int KEYS_PER_SECOND = 8000;

  /** Short, for a gateway that stands still is asked again and again. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private final Path folder;
  private final List<TortureNode> nodes = new ArrayList<>();
  private final InetSocketAddress adminAddress;
  private final GatewayProcess gateway;
  private final AdminClient admin;
  private boolean closed;
  private boolean kept;

  /** A cluster of which nothing is started yet, so that it can be closed whatever happens. */
  Cluster(Plan plan) throws IOException {
    folder = Files.createTempDirectory("torc-torture");
    InetSocketAddress cache = freeAddress();
    adminAddress = freeAddress();
    List<String> arguments = new ArrayList<>(plan.firstArguments());
    arguments.addAll(List.of("up", "--json", "-c", config().toString()));
    gateway =
        new GatewayProcess(
            JVM_OPTIONS,
            plan.main(),
            arguments,
            cache,
            adminAddress,
            folder.resolve("gateway.log"));
    admin = new AdminClient(gateway.admin(), ANSWER_WITHIN);
  }

  private static InetSocketAddress freeAddress() {
    return InetSocketAddress.createUnresolved("127.0.0.1", RedisProcess.freePort());
  }

  private Path config() {
    return folder.resolve("torc.yaml");
  }

  /**
   * Starts everything, and waits until it is ready.
   *
   * @throws IOException if something does not start
   */
  void start(Plan plan) throws IOException {
    for (int i = 0; i < plan.nodes(); i++) {
      add(i, TortureNode.ROOMY);
    }
    add(plan.nodes(), SMALL_MEMORY);
    Files.writeString(config(), yaml(plan));
    gateway.start();
  }

  private synchronized void add(int number, String memory) throws IOException {
    if (closed) {
      throw new IOException("the run was broken off");
    }
    nodes.add(new TortureNode(number, memory));
  }

  private String yaml(Plan plan) {
    StringBuilder yaml = new StringBuilder("cache:\n");
    yaml.append("  port: ").append(gateway.cache().getPort()).append('\n');
    if (plan.changes()) {
      yaml.append("  stateDir: ").append(folder.resolve("state")).append('\n');
      yaml.append("  resharding:\n    keysPerSecond: ").append(KEYS_PER_SECOND).append('\n');
    }
    yaml.append("  nodes:\n    static:\n");
    for (TortureNode node : nodes.subList(0, plan.members())) {
      yaml.append("      - address: ").append(node.hostAndPort()).append('\n');
      yaml.append("        name: ").append(node.name()).append('\n');
    }
    return yaml.append("admin:\n  port: ").append(adminAddress.getPort()).append('\n').toString();
  }

  /** The nodes, by their numbers. */
  List<TortureNode> nodes() {
    return nodes;
  }

  GatewayProcess gateway() {
    return gateway;
  }

  AdminClient admin() {
    return admin;
  }

  /** The name of the node that is found at an address. */
  String nameOf(String address) {
    return nodes.stream()
        .filter(node -> node.hostAndPort().equals(address))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("address: " + address))
        .name();
  }

  /** Leaves the folder with the log and the state when everything ends. Returns where it is. */
  synchronized Path keepFolder() {
    kept = true;
    return folder;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    gateway.close();
    admin.close();
    nodes.forEach(TortureNode::close);
    if (!kept) {
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
