package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.CacheNode;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.config.HostPort;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a kept ring has otherwise than a configuration. */
final class KeptRingTest {
  private static final ClusterState KEPT =
      ClusterState.first(
          "c",
          List.of(member(0, "a", 1), member(4, "b", 2), member(5, "c", 3)),
          new Layer(
              160,
              List.of(new Layer.Weight(0, 1), new Layer.Weight(4, 2), new Layer.Weight(5, 0)),
              List.of()));

  private static Member member(int index, String name, int port) {
    return new Member(index, name, new HostPort("h", port));
  }

  private static CacheNode node(int index, String name, int port, int weight) {
    return new CacheNode(index, name, InetSocketAddress.createUnresolved("h", port), weight);
  }

  @Test
  void theSameNamesAreTheSameNodesWhateverTheirIndexes() {
    List<CacheNode> same = List.of(node(0, "a", 1, 1), node(1, "c", 3, 0), node(2, "b", 2, 2));
    assertThat(KeptRing.differences(KEPT, same, 160)).isEmpty();
  }

  @Test
  void namesEveryDifference() {
    List<CacheNode> other = List.of(node(0, "a", 9, 1), node(1, "b", 2, 3), node(2, "d", 4, 1));
    assertThat(KeptRing.differences(KEPT, other, 200))
        .containsExactly(
            "vnodes 160 instead of 200",
            "node a at h:1 instead of h:9",
            "node b with weight 2 instead of 3",
            "also node c at h:3",
            "no node d at h:4");
  }
}
