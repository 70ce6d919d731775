package dev.torc.hash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts in the order in which grpc-java goes through its addresses: that of a {@link HashMap}. It
 * decides where fractions of points go.
 *
 * <p>{@code RingHashLoadBalancer} of grpc-java 1.85.1.
 */
final class GrpcOrder implements PointCounts {
  private final PointCounts counts;

  /** The counts of nodes in the order of the map. */
  GrpcOrder(PointCounts counts) {
    this.counts = counts;
  }

  @Override
  public long[] of(List<Node> nodes) {
    Map<GrpcAddress, Integer> map = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (map.put(GrpcAddress.of(nodes.get(i)), i) != null) {
        throw NodeSet.duplicate(nodes.get(i).name());
      }
    }
    List<Integer> order = List.copyOf(map.values());
    long[] ordered = counts.of(order.stream().map(nodes::get).toList());
    long[] result = new long[nodes.size()];
    for (int i = 0; i < order.size(); i++) {
      result[order.get(i)] = ordered[i];
    }
    return result;
  }
}
