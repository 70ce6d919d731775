package dev.torc.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RedisProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NodeObserverTest {
  private static final NodeInfo INFO = new NodeInfo("run", "6.2.11", 5, 1000, 2000, 0, 1);
  private static final CacheNode NODE =
      new CacheNode(0, "a", InetSocketAddress.createUnresolved("127.0.0.1", 1), 1);

  private static final ObserverSettings HOW = ObserverSettings.DEFAULTS;

  @Test
  void aNodeIsSuspectThenDownThenUp() {
    NodeStatus status = NodeStatus.unknown(NODE);
    assertThat(status.state()).isEqualTo(NodeState.SUSPECT);
    status = status.answered(INFO);
    assertThat(status.state()).isEqualTo(NodeState.UP);
    status = status.failed(HOW);
    assertThat(status.state()).isEqualTo(NodeState.SUSPECT);
    assertThat(status.available()).isTrue();
    status = status.failed(HOW);
    assertThat(status.state()).isEqualTo(NodeState.SUSPECT);
    assertThat(status.answered(INFO).state()).isEqualTo(NodeState.UP);
    status = status.failed(HOW);
    assertThat(status.state()).isEqualTo(NodeState.DOWN);
    assertThat(status.available()).isFalse();
    assertThat(status.keys()).isEqualTo(5);
    status = status.answered(INFO);
    assertThat(status.state()).isEqualTo(NodeState.SUSPECT);
    assertThat(status.failures()).isZero();
    status = status.answered(INFO);
    assertThat(status.state()).isEqualTo(NodeState.UP);
  }

  @Test
  void aNodeThatAnswersNowAndThenStaysDown() {
    NodeStatus status = NodeStatus.unknown(NODE).answered(INFO);
    for (int i = 0; i < 3; i++) {
      status = status.failed(HOW);
    }
    for (int i = 0; i < 5; i++) {
      status = status.answered(INFO);
      assertThat(status.state()).isEqualTo(NodeState.SUSPECT);
      status = status.failed(HOW);
      assertThat(status.state()).isEqualTo(NodeState.DOWN);
    }
  }

  @Test
  void aNodeThatNeverAnsweredIsDownAtOnce() {
    NodeStatus status = NodeStatus.unknown(NODE).failed(HOW);
    assertThat(status.state()).isEqualTo(NodeState.DOWN);
    assertThat(status.keys()).isZero();
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> new ObserverSettings(Duration.ofSeconds(1), 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("downAfter: 0, upAfter: 2 (expected: at least 1 each)");
  }

  /** Nobody waits for a node that is known not to answer; its keys are there when it does again. */
  @Test
  void keysOfAStoppedNodeFailAtOnceUntilItGoesOn() {
    try (Shards shards = new Shards()) {
      shards.redis();
      RedisProcess stopped = shards.redis();
      shards.open(builder -> builder.withCommandTimeout(Duration.ofSeconds(1)));
      shards.fill(100, "v");
      String gone = shards.keyOn(1);
      String there = shards.keyOn(0);
      try (NodeObserver observer = shards.cache().observe(HOW.every(Duration.ofMillis(50)))) {
        Waiting.until(() -> observer.observation().available() == 2);
        stopped.pause();
        Waiting.until(() -> observer.observation().available() == 1);
        Waiting.until(() -> kindOfFailure(shards, gone) == CacheException.Kind.UNAVAILABLE);
        for (int i = 0; i < 1000; i++) {
          assertThat(kindOfFailure(shards, gone)).isEqualTo(CacheException.Kind.UNAVAILABLE);
        }
        assertThat(shards.read(there)).startsWith("v");
        stopped.resume();
        Waiting.until(() -> kindOfFailure(shards, gone) == null);
        shards.assertFilled(100, "v");
      }
    }
  }

  private static CacheException.@Nullable Kind kindOfFailure(Shards shards, String key) {
    try {
      shards.read(key);
      return null;
    } catch (CacheException e) {
      return e.kind();
    }
  }

  @Test
  void followsARealServer() throws Exception {
    try (RedisProcess server = RedisProcess.started("--maxmemory", "10mb");
        ShardedCache cache =
            ShardedCache.over(List.of(new CacheNode(7, "a", server.address(), 1))).open();
        NodeObserver observer =
            cache.observe(ObserverSettings.DEFAULTS.every(Duration.ofMillis(50)))) {
      NodeStatus first =
          observer.firstObservation().toCompletableFuture().get(10, SECONDS).nodes().get(0);
      assertThat(first.node().index()).isEqualTo(7);
      assertThat(first.state()).isEqualTo(NodeState.UP);
      NodeInfo info = first.info();
      assertThat(info).isNotNull();
      assertThat(info.version()).startsWith("6.2.");
      assertThat(info.maxMemoryBytes()).isEqualTo(10 << 20);
      assertThat(info.usedMemoryBytes()).isPositive();
      assertThat(info.latencyNanos()).isPositive();
      assertThat(info.runId()).hasSize(40);
      cache.set("k".getBytes(UTF_8), new byte[1], null).toCompletableFuture().get(10, SECONDS);
      await().atMost(5, SECONDS).until(() -> observer.observation().nodes().get(0).keys() == 1);

      server.kill();
      await().atMost(10, SECONDS).until(() -> observer.observation().available() == 0);
      assertThat(observer.observation().nodes().get(0).keys()).isEqualTo(1);

      server.start();
      await().atMost(10, SECONDS).until(() -> observer.observation().available() == 1);
      NodeInfo after = observer.observation().nodes().get(0).info();
      assertThat(after).isNotNull();
      assertThat(after.runId()).isNotEqualTo(info.runId());
      assertThat(after.keys()).isZero();
      assertThatThrownBy(() -> cache.observe(ObserverSettings.DEFAULTS.every(Duration.ofMillis(1))))
          .hasMessageContaining("at least 10 ms");
    }
  }

  @Test
  void observesWhateverLittleTheCacheAllows() throws Exception {
    try (RedisProcess server = RedisProcess.started();
        ShardedCache cache =
            ShardedCache.over(List.of(new CacheNode(0, "a", server.address(), 1)))
                .withMaxPending(1, 1)
                .withMaxValueBytes(1)
                .open();
        NodeObserver observer =
            cache.observe(ObserverSettings.DEFAULTS.every(Duration.ofMillis(50)))) {
      await()
          .atMost(10, SECONDS)
          .until(() -> observer.observation().nodes().get(0).state() == NodeState.UP);
    }
  }

  @Test
  void refusesAnInfoWithoutItsFields() {
    assertThatThrownBy(() -> NodeInfo.parse("redis_version:7.0.0\r\n", 0, 1))
        .hasMessage("INFO without run_id");
  }
}
