package dev.torc.hash;

import java.util.List;

/**
 * Points of Envoy's ring: so many in all that the lightest host has a whole number of them, at
 * least a minimum, at most a maximum; the others by their weights, in running sums of {@code
 * double}, so that the order of the hosts matters where numbers are fractional.
 *
 * <p>{@code ring_hash_lb.cc} of Envoy, {@code RingHashLoadBalancer} of grpc-java.
 *
 * @param minimum of points in the ring
 * @param maximum of points in the ring
 */
record ScaledCounts(int minimum, int maximum) implements PointCounts {

  ScaledCounts {
    if (minimum < 1 || maximum < minimum || maximum > Dialect.ENVOY_MAX_RING_SIZE) {
      throw new PlacementException(
          "ring size: "
              + minimum
              + " to "
              + maximum
              + " (expected: 1 or more, to at most "
              + Dialect.ENVOY_MAX_RING_SIZE
              + ")");
    }
  }

  @Override
  public long[] of(List<Node> nodes) {
    double total = nodes.stream().mapToDouble(Node::weight).sum();
    double least = 1;
    for (Node node : nodes) {
      if (node.weight() > 0) {
        least = Math.min(least, node.weight() / total);
      }
    }
    double scale = Math.min(Math.ceil(least * minimum) / least, maximum);
    long[] counts = new long[nodes.size()];
    double target = 0;
    double current = 0;
    for (int i = 0; i < counts.length; i++) {
      target += total == 0 ? 0 : scale * (nodes.get(i).weight() / total);
      while (current < target) {
        counts[i]++;
        current++;
      }
    }
    return counts;
  }
}
