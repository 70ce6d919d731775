package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The ring against the plainest one there is: a sorted map of unsigned points. */
final class RingPropertiesTest {

  @Property
  void equalsASortedMap(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 4) Integer> weights,
      @ForAll @IntRange(min = 1, max = 40) int pointsPerNode,
      @ForAll @Size(100) List<Long> hashes) {
    List<Node> nodes =
        IntStream.range(0, weights.size())
            .mapToObj(i -> new Node("n" + i, weights.get(i)))
            .toList();
    Ring ring = Ring.of(nodes, pointsPerNode);
    NavigableMap<Long, String> model = model(nodes, pointsPerNode);
    for (long hash : hashes) {
      int index = ring.locate(hash);
      String actual = index == Placement.NO_NODE ? null : ring.nodes().get(index).name();
      assertThat(actual).isEqualTo(lookUp(model, hash));
    }
    for (long point : model.keySet()) {
      assertThat(ring.nodes().get(ring.locate(point)).name()).isEqualTo(model.get(point));
    }
  }

  @Property
  void changesNeverMoveKeysBetweenOtherNodes(
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(max = 3) int weight,
      @ForAll @Size(50) List<Long> hashes) {
    Ring before = Ring.of(IntStream.range(0, count).mapToObj(i -> Node.of("n" + i)).toList(), 20);
    Ring after = before.add(new Node("x", weight));
    for (long hash : hashes) {
      Node now = after.nodes().get(after.locate(hash));
      if (!now.name().equals("x")) {
        assertThat(now).isEqualTo(before.nodes().get(before.locate(hash)));
      }
    }
  }

  private static NavigableMap<Long, String> model(List<Node> nodes, int pointsPerNode) {
    NavigableMap<Long, String> points = new TreeMap<>(Long::compareUnsigned);
    for (Node node : nodes) {
      for (int i = 0; i < pointsPerNode * node.weight(); i++) {
        byte[] key = (node.name() + "_" + i).getBytes(StandardCharsets.UTF_8);
        points.merge(KeyHash.XXH64.hash(key), node.name(), RingPropertiesTest::smaller);
      }
    }
    return points;
  }

  private static String smaller(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static @Nullable String lookUp(NavigableMap<Long, String> points, long hash) {
    if (points.isEmpty()) {
      return null;
    }
    Map.Entry<Long, String> next = points.ceilingEntry(hash);
    return next == null ? points.firstEntry().getValue() : next.getValue();
  }
}
