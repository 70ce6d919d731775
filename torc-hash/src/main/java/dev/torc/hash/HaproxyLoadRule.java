package dev.torc.hash;

import java.util.List;

/** {@code chash_server_is_eligible} of HAProxy's {@code lb_chash.c}. */
final class HaproxyLoadRule implements LoadRule {
  private final int balanceFactor;
  private final long[] weights;

  /** Of the servers configured before each. */
  private final long[] weightsBefore;

  private final long totalWeight;

  HaproxyLoadRule(Ring ring, List<Node> given, int balanceFactor) {
    if (balanceFactor <= 100) {
      throw new PlacementException(
          "balanceFactor: " + balanceFactor + " (expected: per cent, above 100)");
    }
    this.balanceFactor = balanceFactor;
    int[] indexes = LoadRule.indexes(ring, given);
    this.weights = new long[indexes.length];
    this.weightsBefore = new long[indexes.length];
    long before = 0;
    for (int i = 0; i < indexes.length; i++) {
      int weight = given.get(i).weight();
      weights[indexes[i]] = weight;
      weightsBefore[indexes[i]] = before;
      before += weight;
    }
    this.totalWeight = before;
  }

  @Override
  public long capacity(int node, long underWay) {
    long slots = (underWay * balanceFactor + 99) / 100;
    long remainder = slots % totalWeight;
    long even = weights[node] * (slots / totalWeight);
    long extra =
        (weightsBefore[node] + weights[node]) * remainder / totalWeight
            - weightsBefore[node] * remainder / totalWeight;
    return Math.max(1, even + extra);
  }
}
