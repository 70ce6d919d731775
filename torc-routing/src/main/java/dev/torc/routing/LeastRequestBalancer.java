package dev.torc.routing;

import dev.torc.hash.LoadCounters;

/**
 * Of two random endpoints the one with fewer requests under way for its weight: Mitzenmacher, "The
 * Power of Two Choices in Randomized Load Balancing", 2001.
 */
final class LeastRequestBalancer implements Balancer {
  private final RandomBalancer random;
  private final int[] weights;
  private final LoadCounters counters;

  LeastRequestBalancer(int[] weights, LoadCounters counters, Randomness random) {
    this.random = new RandomBalancer(weights, random);
    this.weights = weights.clone();
    this.counters = counters;
  }

  @Override
  public int choose(Selection selection) {
    int one = random.choose(selection);
    if (one == NONE) {
      return NONE;
    }
    int other = random.choose(selection);
    // Others may have ejected the last usable one meanwhile.
    return other != NONE && fullness(other) < fullness(one) ? other : one;
  }

  private double fullness(int index) {
    return (double) counters.load(index) / weights[index];
  }

  @Override
  public int peek(Selection selection) {
    return choose(selection);
  }
}
