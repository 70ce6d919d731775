package dev.torc.routing;

/** Any endpoint, by weight. */
final class RandomBalancer implements Balancer {
  /** Draws before all are looked at: with half of them usable, one in a thousand gets there. */
  private static final int DRAWS = 10;

  private final WeightedDraw draw;
  private final Randomness random;
  private final int[] weights;

  RandomBalancer(int[] weights, Randomness random) {
    this.draw = new WeightedDraw(weights, random);
    this.random = random;
    this.weights = weights.clone();
  }

  @Override
  public int choose(Selection selection) {
    if (draw.isEmpty()) {
      return NONE;
    }
    for (int i = 0; i < DRAWS; i++) {
      int index = draw.next();
      if (selection.isUsable(index)) {
        return index;
      }
    }
    return amongUsable(selection);
  }

  /** By the weights of those that are usable. */
  private int amongUsable(Selection selection) {
    long total = 0;
    for (int i = 0; i < weights.length; i++) {
      total += selection.isUsable(i) ? weights[i] : 0;
    }
    int last = NONE;
    long left = total == 0 ? 0 : random.nextBelow(total);
    for (int i = 0; i < weights.length && left >= 0; i++) {
      if (selection.isUsable(i)) {
        last = i;
        left -= weights[i];
      }
    }
    return last;
  }

  @Override
  public int peek(Selection selection) {
    return choose(selection);
  }
}
