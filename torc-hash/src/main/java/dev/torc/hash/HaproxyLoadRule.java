package dev.torc.hash;

import java.util.List;

/**
 * {@code chash_server_is_eligible} of HAProxy's {@code lb_chash.c}. Servers that are down have no
 * weight there either ({@code recount_servers} in {@code backend.c}).
 */
final class HaproxyLoadRule implements LoadRule {
  private final int balanceFactor;

  /** Indexes of the servers in the order they are configured in. */
  private final int[] given;

  private final int[] weights;

  /** Of the servers configured before each. */
  private final long[] weightsBefore;

  private final long totalWeight;

  HaproxyLoadRule(Ring ring, List<Node> given, int balanceFactor) {
    this(checked(balanceFactor), LoadRule.indexes(ring, given), LoadRule.reachableWeights(ring));
  }

  private HaproxyLoadRule(int balanceFactor, int[] given, int[] weights) {
    this.balanceFactor = balanceFactor;
    this.given = given;
    this.weights = weights;
    this.weightsBefore = new long[given.length];
    long before = 0;
    for (int node : given) {
      weightsBefore[node] = before;
      before += weights[node];
    }
    this.totalWeight = before;
  }

  private static int checked(int balanceFactor) {
    if (balanceFactor <= 100) {
      throw new PlacementException(
          "balanceFactor: " + balanceFactor + " (expected: per cent, above 100)");
    }
    return balanceFactor;
  }

  @Override
  public long capacity(int node, long underWay) {
    if (weights[node] == 0) {
      return 0;
    }
    long slots = (underWay * balanceFactor + 99) / 100;
    long remainder = slots % totalWeight;
    long even = weights[node] * (slots / totalWeight);
    long extra =
        (weightsBefore[node] + weights[node]) * remainder / totalWeight
            - weightsBefore[node] * remainder / totalWeight;
    return Math.max(1, even + extra);
  }

  @Override
  public int[] weights() {
    return weights;
  }

  @Override
  public LoadRule withWeights(int[] weights) {
    return new HaproxyLoadRule(balanceFactor, given, weights);
  }
}
