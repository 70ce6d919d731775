package dev.torc.hash;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** A ring whose keys belong to the nearest point keeps the contract too. */
final class HaproxyRingTest extends PlacementContract {

  /** Servers with ids of their own, so that the order does not matter. */
  @Override
  Placement placement(List<Node> nodes) {
    return Ring.of(
        nodes,
        Dialect.haproxy(
            HaproxyHash.DEFAULT,
            nodes.stream().collect(toMap(Node::name, HaproxyRingTest::id, (a, b) -> a))));
  }

  private static int id(Node node) {
    CRC32 crc = new CRC32();
    crc.update(node.name().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return (int) (crc.getValue() % 1_000_003) + 1;
  }

  /** The nearest one is, which may be the one before; HAProxy goes on to the next all the same. */
  @Override
  boolean nextDistinctTakesOver() {
    return false;
  }

  /** 16 points a unit: a standard deviation below 0.1, that of the mean of 200 below 0.007. */
  @Override
  double weightTolerance() {
    return 0.035;
  }

  @Test
  void refusesIdsThatAreNone() {
    List<Node> nodes = nodes(2);
    assertThatThrownBy(() -> Dialect.haproxy(HaproxyHash.DEFAULT, Map.of("a", 3, "b", 3)))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("expected: each id once");
    for (Map<String, Integer> ids :
        List.of(Map.of("node-0", 1), Map.of("node-0", 1, "node-1", 0))) {
      assertThatThrownBy(() -> Ring.of(nodes, Dialect.haproxy(HaproxyHash.DEFAULT, ids)))
          .isInstanceOf(PlacementException.class)
          .hasMessageContaining("id of node-1: ")
          .hasMessageContaining("expected: that of the server, 1 or more");
    }
  }
}
