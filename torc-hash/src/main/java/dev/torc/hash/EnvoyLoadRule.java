package dev.torc.hash;

import java.util.Arrays;
import java.util.List;

/**
 * {@code BoundedLoadHashingLoadBalancer} of Envoy's {@code thread_aware_lb_impl.cc}. Hosts that are
 * not healthy have no weight there either; but they do not draw, so that its order is another one.
 */
final class EnvoyLoadRule implements LoadRule {
  private final int balanceFactor;
  private final int[] given;
  private final int[] weights;
  private final double[] parts;

  EnvoyLoadRule(Placement placement, List<Node> given, int balanceFactor) {
    this(
        checked(balanceFactor),
        Arrays.stream(LoadRule.indexes(placement, given))
            .filter(node -> placement.nodes().get(node).weight() > 0)
            .toArray(),
        LoadRule.weights(placement));
  }

  private EnvoyLoadRule(int balanceFactor, int[] given, int[] weights) {
    this.balanceFactor = balanceFactor;
    this.given = given;
    this.weights = weights;
    this.parts = LoadRule.parts(weights);
  }

  private static int checked(int balanceFactor) {
    if (balanceFactor < 100) {
      throw new PlacementException(
          "balanceFactor: " + balanceFactor + " (expected: per cent, at least 100)");
    }
    return balanceFactor;
  }

  private long slots(int node, long underWay) {
    long total = (underWay * balanceFactor + 99) / 100;
    return Math.max(1, (long) Math.ceil(total * parts[node]));
  }

  @Override
  public long capacity(int node, long underWay) {
    // Envoy compares what is under way without the new request.
    return weights[node] == 0 ? 0 : slots(node, underWay) + 1;
  }

  @Override
  public int[] weights() {
    return weights;
  }

  @Override
  public LoadRule withWeights(int[] weights) {
    return new EnvoyLoadRule(balanceFactor, given, weights);
  }

  @Override
  public int[] candidates(Placement placement, long hash, int most) {
    int[] order = given.clone();
    MersenneTwister random = new MersenneTwister((int) hash);
    for (int i = 0; i < order.length; i++) {
      int other = i + random.nextBelow(order.length - i);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  @Override
  public int whenAllAreFull(int own, int[] candidates, LoadCounters counters, long underWay) {
    int best = own;
    for (int candidate : candidates) {
      if (fullness(candidate, counters, underWay) < fullness(best, counters, underWay)) {
        best = candidate;
      }
    }
    return best;
  }

  private double fullness(int node, LoadCounters counters, long underWay) {
    return weights[node] == 0
        ? Double.POSITIVE_INFINITY
        : (double) counters.load(node) / slots(node, underWay);
  }
}
