package dev.torc.gateway;

import static dev.torc.testkit.RedisProcess.started;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Origin;
import dev.torc.testkit.LoopbackDns;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.SentinelProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose ring follows what is found. */
final class FoundNodesFollowTest {
  private static final int KEYS = 300;

  private final RedisProcess first = started();
  private final RedisProcess second = started();
  private final RedisProcess third = started();
  private final LoopbackDns dns = LoopbackDns.started();

  @TempDir private Path folder;

  @AfterEach
  void close() throws IOException {
    first.close();
    second.close();
    third.close();
    dns.close();
  }

  private void answer(RedisProcess... nodes) {
    dns.set(
        "cache.test",
        "SRV",
        Stream.of(nodes)
            .map(node -> "1 1 " + node.address().getPort() + " localhost.")
            .toArray(String[]::new));
  }

  private TestGateway found(String lostAfter) {
    return TestGateway.started(
        """
        stateDir: '%s'
        resharding: {nodeTimeout: 1s}
        observer: {interval: 100ms}
        timeouts: {nodeCommand: 2s}
        nodes:
          dns: {name: cache.test, type: srv, server: '127.0.0.1:%d', interval: 100ms, lostAfter: %s}
        """
            .formatted(folder.resolve("state"), dns.address().getPort(), lostAfter));
  }

  private static void fill(TestGateway gateway) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(gateway.post("/key-" + i, "v").status()).isEqualTo(201);
    }
  }

  private static long misses(TestGateway gateway) {
    long misses = 0;
    for (int i = 0; i < KEYS; i++) {
      int status = gateway.get("/key-" + i).status();
      assertThat(status).isIn(200, 404);
      misses += status == 404 ? 1 : 0;
    }
    return misses;
  }

  private static List<Change> changes(TestGateway gateway) {
    return gateway.gateway().cache().resharding().changes();
  }

  private static void awaitNodes(TestGateway gateway, int count) {
    await()
        .atMost(60, SECONDS)
        .until(() ->
            gateway.gateway().cache().epoch().nodes().size() == count
                && changes(gateway).stream().allMatch(change -> change.status().isOver()));
  }

  @Test
  void changesFollowTheAnswerAndNothingIsLost() {
    answer(first, second);
    try (TestGateway gateway = found("1m")) {
      fill(gateway);
      answer(first, second, third);
      awaitNodes(gateway, 3);
      assertThat(misses(gateway)).isZero();
      answer(third, first);
      awaitNodes(gateway, 2);
      assertThat(misses(gateway)).isZero();
      assertThat(changes(gateway))
          .hasSize(2)
          .allMatch(change -> change.origin() == Origin.DISCOVERY)
          .allMatch(change -> change.status() == Change.Status.COMMITTED);
      // A server that is found no more, and nothing at all, are not the same.
      dns.behave(LoopbackDns.Behaviour.FAILS);
      fill(gateway);
      assertThat(gateway.gateway().cache().epoch().nodes()).hasSize(2);
    }
  }

  @Test
  void aNodeThatIsGoneForGoodIsGivenUp() {
    answer(first, second);
    try (TestGateway gateway = found("300ms")) {
      fill(gateway);
      second.kill();
      answer(first);
      awaitNodes(gateway, 1);
      assertThat(misses(gateway)).isBetween(1L, KEYS - 1L);
      fill(gateway);
      assertThat(misses(gateway)).isZero();
    }
  }

  /** As when all machines are started anew with other addresses. */
  @Test
  void aWholeFleetIsReplaced() {
    answer(first, second);
    try (TestGateway gateway = found("300ms")) {
      first.kill();
      second.kill();
      answer(third);
      awaitNodes(gateway, 1);
      fill(gateway);
      assertThat(misses(gateway)).isZero();
    }
  }

  @Test
  void aRestartDoesNotWaitForTheNameServer() {
    answer(first, second);
    try (TestGateway gateway = found("1m")) {
      fill(gateway);
    }
    dns.behave(LoopbackDns.Behaviour.FAILS);
    try (TestGateway gateway = found("1m")) {
      assertThat(misses(gateway)).isZero();
      dns.behave(LoopbackDns.Behaviour.ANSWERS);
      answer(first, second, third);
      awaitNodes(gateway, 3);
      assertThat(misses(gateway)).isZero();
    }
  }

  @Test
  void writesGoOnAfterAFailover() {
    try (RedisProcess replica =
            started("--replicaof", "127.0.0.1", Integer.toString(first.address().getPort()));
        SentinelProcess sentinel = SentinelProcess.started(1, Map.of("m", first.address()));
        TestGateway gateway =
            TestGateway.started(
                "nodes: {sentinel: {sentinels: ['127.0.0.1:%d'], masters: [m], interval: 100ms}}\n"
                    .formatted(sentinel.address().getPort()))) {
      fill(gateway);
      await()
          .atMost(30, SECONDS)
          .until(() -> TestGateway.redis(replica.address(), "DBSIZE").contains(":" + KEYS));
      first.kill();
      await().atMost(60, SECONDS).until(() -> gateway.post("/later", "v").status() == 201);
      // What was acknowledged and replicated is there, and the ring is what it was.
      assertThat(misses(gateway)).isZero();
      assertThat(gateway.gateway().cache().epoch().number()).isEqualTo(1);
      assertThat(changes(gateway)).isEmpty();
    }
  }
}
