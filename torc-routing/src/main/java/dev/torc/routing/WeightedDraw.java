package dev.torc.routing;

import java.util.Arrays;

/** Draws indexes by their weights. */
final class WeightedDraw {
  /** Up to and with each index. */
  private final long[] sums;

  private final Randomness random;

  WeightedDraw(int[] weights, Randomness random) {
    this.sums = new long[weights.length];
    this.random = random;
    long sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
  }

  /** Whether there is nothing to draw. */
  boolean isEmpty() {
    return sums.length == 0 || sums[sums.length - 1] == 0;
  }

  /** An index, of those with a weight. */
  int next() {
    long drawn = random.nextBelow(sums[sums.length - 1]) + 1;
    int found = Arrays.binarySearch(sums, drawn);
    // Of equal sums the first is the one whose weight is not 0.
    while (found > 0 && sums[found - 1] == drawn) {
      found--;
    }
    return found < 0 ? -found - 1 : found;
  }
}
