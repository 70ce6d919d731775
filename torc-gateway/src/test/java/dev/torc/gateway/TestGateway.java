package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.torc.cache.ReshardingSettings;
import dev.torc.config.Configuration;
import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A gateway on free ports, and what tests ask of it. */
final class TestGateway implements AutoCloseable {
  private final Gateway gateway;

  private TestGateway(Gateway gateway) {
    this.gateway = gateway;
  }

  static CacheConfig config(String yaml) {
    return Configuration.parse("port: 0\n" + yaml, "torc.yaml", CacheConfig.class);
  }

  static AdminConfig adminOnFreePort() {
    return new AdminConfig("127.0.0.1", 0, null);
  }

  /** Starts one with a section {@code cache}; its port is added. */
  static TestGateway started(String yaml) {
    return new TestGateway(Gateway.start(config(yaml), adminOnFreePort()));
  }

  /** Starts one that makes changes of the ring in its own way. */
  static TestGateway started(CacheConfig config, ReshardingSettings resharding) {
    return new TestGateway(Gateway.start(config, adminOnFreePort(), resharding));
  }

  /** Starts one whose admin listener has a token. */
  static TestGateway guarded(String yaml, String token) {
    return new TestGateway(Gateway.start(config(yaml), new AdminConfig("127.0.0.1", 0, token)));
  }

  /** Starts one over servers that are called {@code n0}, {@code n1} and so on. */
  static TestGateway over(String yaml, RedisProcess... servers) {
    return started(nodes(servers) + yaml);
  }

  static String nodes(RedisProcess... servers) {
    return IntStream.range(0, servers.length)
        .mapToObj(i ->
            "{address: \"127.0.0.1:" + servers[i].address().getPort() + "\", name: n" + i + "}")
        .collect(joining(", ", "nodes: {static: [", "]}\n"));
  }

  Gateway gateway() {
    return gateway;
  }

  RawHttp connect() throws IOException {
    return RawHttp.connect(gateway.address());
  }

  /** One request on a connection of its own. */
  RawHttp.Response call(String method, String target, String body, String... headers) {
    return call(gateway.address(), method, target, body, headers);
  }

  RawHttp.Response get(String target, String... headers) {
    return call("GET", target, "", headers);
  }

  /** Stores a text that needs no escapes. */
  RawHttp.Response post(String target, String value) {
    return call("POST", target, "{\"value\":\"" + value + "\"}");
  }

  RawHttp.Response admin(String method, String target) {
    return admin(method, target, "");
  }

  RawHttp.Response admin(String method, String target, String body, String... headers) {
    return call(gateway.adminAddress(), method, target, body, headers);
  }

  /** A metric's value after its name and labels, empty if there is none. */
  String metric(String nameAndLabels) {
    return admin("GET", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .map(line -> line.substring(nameAndLabels.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static RawHttp.Response call(
      InetSocketAddress address, String method, String target, String body, String... headers) {
    try (RawHttp http = RawHttp.connect(address)) {
      http.request(method, target, body, headers);
      return Objects.requireNonNull(http.read(method.equals("HEAD")), "no response");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key that {@code nINDEX} of {@code count} nodes owns. */
  static String keyOf(int index, int count) {
    Ring ring = ring(count);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "key-" + i)
        .filter(key -> owner(ring, key).equals("n" + index))
        .findFirst()
        .orElseThrow();
  }

  static Ring ring(int count) {
    List<Node> nodes = IntStream.range(0, count).mapToObj(i -> Node.of("n" + i)).toList();
    return Ring.of(nodes);
  }

  static String owner(Ring ring, String key) {
    return Objects.requireNonNull(ring.locate(key)).name();
  }

  /** Runs one command on a Redis server with no code of Torc's; the raw reply. */
  static String redis(InetSocketAddress server, String... arguments) {
    StringBuilder request = new StringBuilder("*" + arguments.length + "\r\n");
    for (String argument : arguments) {
      request.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    request.append("*1\r\n$4\r\nQUIT\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      // One byte a character, so that the lengths are right and any bytes can be sent.
      socket.getOutputStream().write(request.toString().getBytes(ISO_8859_1));
      ByteArrayOutputStream reply = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(reply);
      return reply.toString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
