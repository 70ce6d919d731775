package dev.torc.hash;

/** The rule of the paper. */
final class ProportionalLoadRule implements LoadRule {
  private final double epsilon;
  private final int[] weights;
  private final double[] parts;

  ProportionalLoadRule(Placement placement, double epsilon) {
    this(checked(epsilon), LoadRule.reachableWeights(placement));
  }

  private ProportionalLoadRule(double epsilon, int[] weights) {
    this.epsilon = epsilon;
    this.weights = weights;
    this.parts = LoadRule.parts(weights);
  }

  private static double checked(double epsilon) {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new PlacementException("epsilon: " + epsilon + " (expected: a number above 0)");
    }
    return epsilon;
  }

  @Override
  public long capacity(int node, long underWay) {
    return (long) Math.ceil((1 + epsilon) * underWay * parts[node]);
  }

  @Override
  public int[] weights() {
    return weights;
  }

  @Override
  public LoadRule withWeights(int[] weights) {
    return new ProportionalLoadRule(epsilon, weights);
  }
}
