package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Sentinel;
import dev.torc.gateway.NodesConfig.StaticNode;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.SentinelProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that sentinels name, with real sentinels. */
final class SentinelNodesTest {
  private static final Duration NEVER = Duration.ofMinutes(1);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<List<StaticNode>> told = Collections.synchronizedList(new ArrayList<>());
  private LogRecords log;

  @BeforeEach
  void listen() {
    log = LogRecords.of(PolledNodes.class);
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private static HostPort hostPort(InetSocketAddress address) {
    return new HostPort(address.getHostString(), address.getPort());
  }

  private static Sentinel config(
      Duration interval, List<String> masters, SentinelProcess... sentinels) {
    return new Sentinel(
        Stream.of(sentinels).map(sentinel -> hostPort(sentinel.address())).toList(),
        masters,
        interval);
  }

  private static PolledNodes source(Sentinel config) {
    return SentinelNodes.source(config, PATIENCE, Duration.ofMinutes(2));
  }

  private static StaticNode node(String name, RedisProcess server) {
    return new StaticNode(hostPort(server.address()), name, 1);
  }

  private static SentinelProcess sentinel(int quorum, String name, RedisProcess server) {
    return SentinelProcess.started(quorum, Map.of(name, server.address()));
  }

  private static void look(PolledNodes source, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      source.look().get(60, SECONDS);
    }
  }

  /** Has a sentinel watch another server under the name, at once. */
  private static void move(SentinelProcess sentinel, String name, RedisProcess server) {
    TestGateway.redis(sentinel.address(), "SENTINEL", "REMOVE", name);
    String port = Integer.toString(server.address().getPort());
    String reply =
        TestGateway.redis(sentinel.address(), "SENTINEL", "MONITOR", name, "127.0.0.1", port, "1");
    assertThat(reply).startsWith("+OK");
  }

  @Test
  void theNameStaysThroughAFailover() {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second = replica(first);
        SentinelProcess a = sentinel(2, "m", first);
        SentinelProcess b = sentinel(2, "m", first);
        SentinelProcess c = sentinel(2, "m", first);
        NodeSource source = source(config(OFTEN, List.of("m"), a, b, c))) {
      assertThat(source.start(told::add)).containsExactly(node("m", first));
      for (SentinelProcess each : List.of(a, b, c)) {
        await().atMost(60, SECONDS).until(() -> isReady(each));
      }
      first.kill();
      await().atMost(60, SECONDS).until(() -> !told.isEmpty());
      assertThat(told).containsExactly(List.of(node("m", second)));
      assertThat(log.lines())
          .contains(
              "INFO nodes.sentinel: the nodes are [m at "
                  + hostPort(second.address())
                  + "], were [m at "
                  + hostPort(first.address())
                  + "]");
    }
  }

  private static RedisProcess replica(RedisProcess primary) {
    return RedisProcess.started(
        "--replicaof", "127.0.0.1", Integer.toString(primary.address().getPort()));
  }

  /** Whether it knows of a replica and of two other sentinels. */
  private static boolean isReady(SentinelProcess sentinel) {
    String reply = TestGateway.redis(sentinel.address(), "SENTINEL", "master", "m");
    return reply.contains("num-slaves\r\n$1\r\n1\r\n")
        && reply.contains("num-other-sentinels\r\n$1\r\n2\r\n");
  }

  @Test
  void anotherAddressIsToldAtTheSecondLook() throws Exception {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second = RedisProcess.started();
        RedisProcess third = RedisProcess.started();
        SentinelProcess sentinel =
            SentinelProcess.started(
                1, new TreeMap<>(Map.of("b", first.address(), "a", second.address())));
        PolledNodes source = source(config(NEVER, List.of("b", "a"), sentinel))) {
      assertThat(source.start(told::add)).containsExactly(node("a", second), node("b", first));
      move(sentinel, "b", third);
      look(source, 1);
      assertThat(told).isEmpty();
      look(source, 1);
      assertThat(told).containsExactly(List.of(node("a", second), node("b", third)));
    }
  }

  @Test
  void aMasterThatIsLostDoesNotKeepTheOthersBack() throws Exception {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second = RedisProcess.started();
        RedisProcess third = RedisProcess.started();
        SentinelProcess sentinel =
            SentinelProcess.started(1, Map.of("a", first.address(), "b", second.address()));
        PolledNodes source = source(config(NEVER, List.of("a", "b"), sentinel))) {
      source.start(told::add);
      // Its address is known, so nobody asks a dead server for its role.
      first.kill();
      look(source, 1);
      assertThat(log.lines()).isEmpty();
      TestGateway.redis(sentinel.address(), "SENTINEL", "REMOVE", "a");
      move(sentinel, "b", third);
      look(source, 2);
      assertThat(told).containsExactly(List.of(node("a", first), node("b", third)));
      assertThat(log.lines())
          .contains(
              "WARNING nodes.sentinel: a: no sentinel names it: "
                  + hostPort(sentinel.address())
                  + ": no such master; what was in force stays");
      move(sentinel, "a", first);
      look(source, 1);
      assertThat(log.lines()).last().isEqualTo("INFO nodes.sentinel: good again");
    }
  }

  @Test
  void twoNamesOfOneServerAreRefused() {
    try (RedisProcess server = RedisProcess.started();
        SentinelProcess sentinel =
            SentinelProcess.started(1, Map.of("a", server.address(), "b", server.address()));
        NodeSource source =
            SentinelNodes.source(
                config(NEVER, List.of("a", "b"), sentinel), PATIENCE, Duration.ZERO)) {
      HostPort address = hostPort(server.address());
      assertThatExceptionOfType(ProvisioningException.class)
          .isThrownBy(() -> source.start(told::add))
          .withMessage(
              "nodes.sentinel: no nodes found for 0s: masters at one address: {a="
                  + address
                  + ", b="
                  + address
                  + "} (expected: each its own)");
    }
  }

  @Test
  void aMasterThatWasNeverFoundEndsTheStart() {
    try (RedisProcess server = RedisProcess.started();
        SentinelProcess sentinel = sentinel(1, "a", server);
        NodeSource source =
            SentinelNodes.source(
                config(NEVER, List.of("a", "b"), sentinel), PATIENCE, Duration.ZERO)) {
      assertThatExceptionOfType(ProvisioningException.class)
          .isThrownBy(() -> source.start(told::add))
          .withMessage(
              "nodes.sentinel: no nodes found for 0s: b: no sentinel names it: "
                  + hostPort(sentinel.address())
                  + ": no such master");
    }
  }

  @Test
  void anEndedSourceDoesNotWait() throws Exception {
    NodeSource source =
        source(new Sentinel(List.of(new HostPort("127.0.0.1", 1)), List.of("m"), OFTEN));
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    Thread start =
        Thread.ofPlatform()
            .start(() -> {
              try {
                source.start(told::add);
              } catch (ProvisioningException e) {
                messages.add(e.getMessage());
              }
            });
    await().atMost(60, SECONDS).until(() -> !log.lines().isEmpty());
    source.close();
    assertThat(start.join(Duration.ofSeconds(60))).isTrue();
    assertThat(messages).containsExactly("nodes.sentinel: closed before nodes were found");
  }
}
