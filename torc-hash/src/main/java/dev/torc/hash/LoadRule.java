package dev.torc.hash;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How many requests a node may have under way, and who is asked when it has that many. */
interface LoadRule {

  /**
   * The most requests a node may have under way, 0 if it has no weight.
   *
   * @param underWay on all nodes, the new one included
   */
  long capacity(int node, long underWay);

  /** What the capacities follow, by index into the placement's nodes. Not to be changed. */
  int[] weights();

  /** This rule for other weights of the same nodes, at least one of them above 0. */
  LoadRule withWeights(int[] weights);

  /**
   * This rule as if only the usable nodes had weights, so that their capacities together are enough
   * for all requests; {@code null} if none of those with a weight is usable. Each is asked about
   * once.
   */
  default @Nullable LoadRule among(IntPredicate usable) {
    int[] left = weights().clone();
    boolean any = false;
    for (int node = 0; node < left.length; node++) {
      if (left[node] > 0 && usable.test(node)) {
        any = true;
      } else {
        left[node] = 0;
      }
    }
    return any ? withWeights(left) : null;
  }

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
  default int whenAllAreFull(int own, int[] candidates, LoadCounters counters, long underWay) {
    return Placement.NO_NODE;
  }

  /** The weights of a placement's nodes. */
  static int[] weights(Placement placement) {
    return placement.nodes().stream().mapToInt(Node::weight).toArray();
  }

  /**
   * The weights of a placement's nodes, 0 for those that it gives no keys, as some rings do to
   * light ones: room that nobody is sent to would leave too little on the others.
   */
  static int[] reachableWeights(Placement placement) {
    int[] weights = weights(placement);
    double[] shares = placement.shares();
    for (int node = 0; node < weights.length; node++) {
      weights[node] = shares[node] > 0 ? weights[node] : 0;
    }
    return weights;
  }

  /** The part that each node has of the weights. */
  static double[] parts(int[] weights) {
    double total = Arrays.stream(weights).asDoubleStream().sum();
    return Arrays.stream(weights).mapToDouble(weight -> weight / total).toArray();
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
