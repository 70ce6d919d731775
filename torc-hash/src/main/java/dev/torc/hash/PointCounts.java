package dev.torc.hash;

import java.util.List;
import java.util.function.ToLongFunction;

/** How many points each node of a ring has. */
@FunctionalInterface
interface PointCounts {

  /**
   * The number of points of each node, in the order of the nodes.
   *
   * @throws PlacementException if the weights make no sense here
   */
  long[] of(List<Node> nodes);

  /**
   * Whether a node's number does not depend on the other nodes: then a change of one node leaves
   * the points of the others alone.
   */
  default boolean independent() {
    return false;
  }

  /** So many for each unit of weight, whatever other nodes there are. */
  static PointCounts perWeight(int points) {
    if (points < 1) {
      throw new PlacementException(
          "pointsPerNode: " + points + " (expected: at least 1 per unit of weight)");
    }
    return independently(node -> (long) points * node.weight());
  }

  /** So many for each node that has a weight, whatever it is. */
  static PointCounts fixed(int points) {
    return independently(node -> node.weight() == 0 ? 0 : points);
  }

  private static PointCounts independently(ToLongFunction<Node> count) {
    return new PointCounts() {
      @Override
      public long[] of(List<Node> nodes) {
        return nodes.stream().mapToLong(count).toArray();
      }

      @Override
      public boolean independent() {
        return true;
      }
    };
  }
}
