package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeInfo;
import dev.torc.cache.NodeState;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Pair;
import dev.torc.config.HostPort;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The headers of every answer. */
final class RingHeadersTest {
  private static final CacheNode ZERO = node(0, 1);
  private static final CacheNode ONE = node(1, 0);
  private static final CacheNode TEN = node(10, 2);
  private static final Epoch EPOCH = epoch(7, ring(List.of(), ZERO, ONE, TEN));
  private static final Observation SEEN =
      new Observation(
          List.of(
              new NodeStatus(ZERO, NodeState.UP, 0, 0, keys(12)),
              new NodeStatus(ONE, NodeState.UP, 0, 0, keys(5)),
              new NodeStatus(TEN, NodeState.DOWN, 3, 2, keys(3_000_000_000L))));

  private static CacheNode node(int index, int weight) {
    InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", 6379 + index);
    return new CacheNode(index, "n" + index, address, weight);
  }

  private static Layer ring(List<Pair> moved, CacheNode... nodes) {
    List<Layer.Weight> weights =
        Stream.of(nodes).map(node -> new Layer.Weight(node.index(), node.weight())).toList();
    return new Layer(160, weights, moved);
  }

  /** Of a cache with that stack of rings. Nobody listens where its nodes are. */
  private static Epoch epoch(long number, Layer... stack) {
    List<Member> members =
        Stream.of(ZERO, ONE, TEN)
            .map(node -> new Member(node.index(), node.name(), HostPort.parse(node.hostAndPort())))
            .toList();
    Coordinator coordinator = Coordinator.inMemory();
    coordinator.update(
        none -> new ClusterState("c", 0, number, 11, 1, members, List.of(stack), List.of(), null));
    try (ShardedCache cache = ShardedCache.over(List.of()).withCoordinator(coordinator).open()) {
      return cache.epoch();
    }
  }

  private static NodeInfo keys(long count) {
    return new NodeInfo("run", "6.2.11", count, 0, 0, 0, 0);
  }

  @Test
  void tellWhoServedAndWhatTheRingLooksLike() {
    HttpHeaders headers = new DefaultHttpHeaders();
    new RingHeaders(EPOCH, SEEN).addTo(headers, TEN);
    assertThat(headers.get("X-CacheServer-Index")).isEqualTo("10");
    // Of those with a part of the ring; the count is of those that are not down.
    assertThat(headers.get("X-CacheServer-Count")).isEqualTo("2");
    assertThat(headers.get("X-CacheServer-Indexes")).isEqualTo("0,10");
    assertThat(headers.get("X-Ring-Distribution")).isEqualTo("0:12,10:3000000000");
    assertThat(headers.get("X-Ring-Epoch")).isEqualTo("7");
    assertThat(headers).hasSize(5);
  }

  @Test
  void nameThoseWhoOwnAPartNowWhileTheRingChanges() {
    Layer before = ring(List.of(), ZERO);
    HttpHeaders headers = new DefaultHttpHeaders();
    new RingHeaders(epoch(8, before, ring(List.of(), ZERO, TEN)), SEEN).addTo(headers, null);
    assertThat(headers.get("X-CacheServer-Indexes")).isEqualTo("0");
    assertThat(headers.get("X-Ring-Distribution")).isEqualTo("0:12");
    Epoch committed = epoch(9, before, ring(List.of(new Pair(0, 10)), ZERO, TEN));
    new RingHeaders(committed, SEEN).addTo(headers, null);
    assertThat(headers.get("X-CacheServer-Indexes")).isEqualTo("0,10");
    assertThat(headers.get("X-Ring-Distribution")).isEqualTo("0:12,10:3000000000");
  }

  @Test
  void nameNoServerIfNoneWasAsked() {
    HttpHeaders headers = new DefaultHttpHeaders();
    new RingHeaders(EPOCH, SEEN).addTo(headers, null);
    assertThat(headers.contains("X-CacheServer-Index")).isFalse();
    assertThat(headers).hasSize(4);
  }

  @Test
  void aNodeThatNeverAnsweredHasNoKeys() {
    HttpHeaders headers = new DefaultHttpHeaders();
    Observation nothing =
        new Observation(List.of(new NodeStatus(ZERO, NodeState.DOWN, 1, 2, null)));
    new RingHeaders(EPOCH, nothing).addTo(headers, null);
    assertThat(headers.get("X-CacheServer-Count")).isEqualTo("0");
    assertThat(headers.get("X-Ring-Distribution")).isEqualTo("0:0,10:0");
  }

  @Test
  void areCurrentUntilSomethingChanges() {
    RingHeaders headers = new RingHeaders(EPOCH, SEEN);
    assertThat(headers.isCurrent(EPOCH, SEEN)).isTrue();
    assertThat(headers.isCurrent(EPOCH, new Observation(SEEN.nodes()))).isFalse();
    assertThat(headers.isCurrent(epoch(8, ring(List.of(), ZERO)), SEEN)).isFalse();
  }
}
