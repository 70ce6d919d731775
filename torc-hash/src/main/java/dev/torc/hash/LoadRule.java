package dev.torc.hash;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How many requests a node may have under way, and who is asked when it has that many. */
interface LoadRule {

  /**
   * The most requests a node may have under way.
   *
   * @param underWay on all nodes, the new one included
   */
  long capacity(int node, long underWay);

  /**
   * The first nodes to ask for a hash, in order, the key's own one among them; all if those are
   * fewer than {@code most}.
   */
  default int[] candidates(Placement placement, long hash, int most) {
    int[] distinct = new int[most];
    int found = placement.locate(hash, distinct);
    return Arrays.copyOf(distinct, found);
  }

  /** Who takes a request when all are full, {@link Placement#NO_NODE} if that passes. */
  default int whenAllAreFull(int own, int[] candidates, AtomicIntegerArray loads, long underWay) {
    return Placement.NO_NODE;
  }

  /** The rule of the paper. */
  static LoadRule proportional(Placement placement, double epsilon) {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new PlacementException("epsilon: " + epsilon + " (expected: a number above 0)");
    }
    double[] parts = parts(placement.nodes());
    return (node, underWay) -> (long) Math.ceil((1 + epsilon) * underWay * parts[node]);
  }

  /** The part that each node has of the weights. */
  static double[] parts(List<Node> nodes) {
    double total = nodes.stream().mapToDouble(Node::weight).sum();
    return nodes.stream().mapToDouble(node -> node.weight() / total).toArray();
  }

  /**
   * The indexes of given nodes in a placement.
   *
   * @throws PlacementException if they are not its nodes
   */
  static int[] indexes(Placement placement, List<Node> given) {
    if (given.size() != placement.nodes().size()) {
      throw new PlacementException(
          "given: "
              + given.size()
              + " nodes (expected: the "
              + placement.nodes().size()
              + " of the placement)");
    }
    return given.stream()
        .mapToInt(node -> NodeSet.checkedIndexOf(placement.nodes(), node.name()))
        .toArray();
  }
}
