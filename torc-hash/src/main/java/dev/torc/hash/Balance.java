package dev.torc.hash;

/**
 * How evenly a placement spreads the hash space over its nodes, relative to their weights: 1 is
 * exactly what a node should have.
 *
 * @param max the largest share relative to the weight: what the busiest node has too much
 * @param min the smallest one
 * @param deviation the standard deviation of them over the nodes with a weight: with equal weights
 *     the coefficient of variation of the shares
 */
public record Balance(double max, double min, double deviation) {

  /**
   * e to minus Euler's constant: on average the largest of n draws is the quantile 1 − this / n.
   */
  private static final double MEAN_OF_LARGEST = 0.5615;

  /** Of a placement, by its exact shares; all 0 if no node has a weight. Linear in its size. */
  public static Balance of(Placement placement) {
    double[] shares = placement.shares();
    double weights = placement.nodes().stream().mapToDouble(Node::weight).sum();
    double max = 0;
    double min = Double.POSITIVE_INFINITY;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < shares.length; i++) {
      int weight = placement.nodes().get(i).weight();
      if (weight > 0) {
        double relative = shares[i] * weights / weight;
        max = Math.max(max, relative);
        min = Math.min(min, relative);
        squares += (relative - 1) * (relative - 1);
        count++;
      }
    }
    return count == 0 ? new Balance(0, 0, 0) : new Balance(max, min, Math.sqrt(squares / count));
  }

  /**
   * What {@link #max} of a ring is on average over many sets of names.
   *
   * <p>The share of a node with <i>p</i> points is nearly a gamma variate of shape <i>p</i>; its
   * quantiles are Wilson and Hilferty's, 1931. Within a hundredth of simulations from 8 points on,
   * a twentieth below.
   *
   * @param nodes of equal weight, at least 1
   * @param pointsPerNode at least 1
   */
  public static double expectedMax(int nodes, int pointsPerNode) {
    if (nodes < 1 || pointsPerNode < 1) {
      throw new PlacementException(
          nodes + " nodes of " + pointsPerNode + " points (expected: at least 1 each)");
    }
    if (nodes == 1) {
      return 1;
    }
    double z = normalQuantile(1 - MEAN_OF_LARGEST / nodes);
    double ninth = 1.0 / (9.0 * pointsPerNode);
    return Math.min(nodes, Math.pow(1 - ninth + z * Math.sqrt(ninth), 3));
  }

  /**
   * The quantile of the standard normal distribution for probabilities above a half, to 0.00045:
   * Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.23.
   */
  private static double normalQuantile(double probability) {
    double t = Math.sqrt(-2 * Math.log(1 - probability));
    double numerator = 2.515517 + t * (0.802853 + t * 0.010328);
    double denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    return t - numerator / denominator;
  }
}
