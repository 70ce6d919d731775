package dev.torc.bench.torture;

import dev.torc.cli.admin.AdminClient;
import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.Membership;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code torc up} in a process of its own, over static nodes, with a state and a file that a test
 * can edit. For the thread of a test.
 */
final class FiledGateway implements AutoCloseable {
  private final Path file;
  private final Path state;
  private final Path log;
  private final InetSocketAddress cache = freeAddress();
  private final InetSocketAddress admin = freeAddress();
  private final GatewayProcess process;
  private final AdminClient client;

  /** One that is not started; its file has to be written first. */
  FiledGateway(Path folder) {
    file = folder.resolve("torc.yaml");
    state = folder.resolve("state");
    log = folder.resolve("log");
    process =
        new GatewayProcess(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "dev.torc.cli.Torc",
            List.of("up", "--json", "-c", file.toString()),
            cache,
            admin,
            log);
    client = new AdminClient(process.admin(), Duration.ofSeconds(30));
  }

  private static InetSocketAddress freeAddress() {
    return InetSocketAddress.createUnresolved("127.0.0.1", RedisProcess.freePort());
  }

  /** A configuration; the port is in line 2, the virtual nodes are in line 3. */
  String text(String vnodes, List<InetSocketAddress> nodes) {
    String addresses =
        nodes.stream().map(node -> '"' + hostAndPort(node) + '"').collect(Collectors.joining(", "));
    return """
    cache:
      port: %d
      vnodes: %s
      stateDir: '%s'
      nodes: {static: [%s]}
    admin: {port: %d}
    """
        .formatted(cache.getPort(), vnodes, state, addresses, admin.getPort());
  }

  static String hostAndPort(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /** Writes the file where it is, as some editors do. */
  void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  /** Moves another file over it, as other editors do. */
  void replace(String text) throws IOException {
    Path other = Files.writeString(file.resolveSibling("torc.yaml.new"), text);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A place in the file, as messages begin. */
  String at(int line, int column) {
    return file + ":" + line + ":" + column + ": ";
  }

  GatewayProcess process() {
    return process;
  }

  AdminClient client() {
    return client;
  }

  /** The folder of its state. */
  Path state() {
    return state;
  }

  InetSocketAddress cache() {
    return cache;
  }

  /** What it has logged, over all its lives. */
  String log() throws IOException {
    return Files.readString(log);
  }

  Membership membership() throws InterruptedException {
    return client.nodes().value();
  }

  List<Change> changes() throws InterruptedException {
    return client.changes().value().changes();
  }

  /** The line of a metric without labels, of the admin listener. */
  String metric(String name) throws IOException {
    try (RawHttp http = RawHttp.connect(admin)) {
      return http.request("GET", "/metrics", "")
          .response()
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .collect(Collectors.joining("\n"));
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
