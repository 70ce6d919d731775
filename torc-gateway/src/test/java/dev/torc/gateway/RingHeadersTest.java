package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeInfo;
import dev.torc.cache.NodeState;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The headers of every answer. */
final class RingHeadersTest {
  private static final CacheNode ZERO = node(0, 1);
  private static final CacheNode ONE = node(1, 0);
  private static final CacheNode TEN = node(10, 2);
  private static final Epoch EPOCH =
      new Epoch(7, Ring.of(List.of(Node.of("a"))), List.of(ZERO, TEN, ONE));
  private static final Observation SEEN =
      new Observation(
          List.of(
              new NodeStatus(ZERO, NodeState.UP, 0, keys(12)),
              new NodeStatus(ONE, NodeState.UP, 0, keys(5)),
              new NodeStatus(TEN, NodeState.DOWN, 3, keys(3_000_000_000L))));

  private static CacheNode node(int index, int weight) {
    InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", 6379 + index);
    return new CacheNode(index, "n" + index, address, weight);
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
  void nameNoServerIfNoneWasAsked() {
    HttpHeaders headers = new DefaultHttpHeaders();
    new RingHeaders(EPOCH, SEEN).addTo(headers, null);
    assertThat(headers.contains("X-CacheServer-Index")).isFalse();
    assertThat(headers).hasSize(4);
  }

  @Test
  void aNodeThatNeverAnsweredHasNoKeys() {
    HttpHeaders headers = new DefaultHttpHeaders();
    Observation nothing = new Observation(List.of(new NodeStatus(ZERO, NodeState.DOWN, 1, null)));
    new RingHeaders(EPOCH, nothing).addTo(headers, null);
    assertThat(headers.get("X-CacheServer-Count")).isEqualTo("0");
    assertThat(headers.get("X-Ring-Distribution")).isEqualTo("0:0");
  }

  @Test
  void areCurrentUntilSomethingChanges() {
    RingHeaders headers = new RingHeaders(EPOCH, SEEN);
    assertThat(headers.isCurrent(EPOCH, SEEN)).isTrue();
    assertThat(headers.isCurrent(EPOCH, new Observation(SEEN.nodes()))).isFalse();
    assertThat(headers.isCurrent(new Epoch(8, EPOCH.ring(), EPOCH.nodes()), SEEN)).isFalse();
  }
}
