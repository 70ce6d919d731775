package dev.torc.hash;

import java.util.Optional;

/**
 * A warning: the points of a ring are so few that some nodes will have much more than their share.
 *
 * @param pointsPerNode the average over the nodes with points
 * @param expectedMax what the busiest node has relative to its share, on average over names
 * @param advisedPointsPerNode the least number with which that is at most {@value #ACCEPTED_MAX}
 */
public record TooFewPoints(int pointsPerNode, double expectedMax, int advisedPointsPerNode) {

  /** What is not warned of: a busiest node with half as much again as its share. */
  public static final double ACCEPTED_MAX = 1.5;

  /** The warning about a ring if it deserves one. */
  static Optional<TooFewPoints> of(int nodes, int points) {
    if (nodes < 2) {
      return Optional.empty();
    }
    int perNode = Math.max(1, points / nodes);
    double expected = Balance.expectedMax(nodes, perNode);
    return expected <= ACCEPTED_MAX
        ? Optional.empty()
        : Optional.of(new TooFewPoints(perNode, expected, advised(nodes, perNode)));
  }

  /** More points are always better, so halving finds the least number. */
  private static int advised(int nodes, int tooFew) {
    int low = tooFew;
    int high = tooFew;
    while (Balance.expectedMax(nodes, high) > ACCEPTED_MAX) {
      low = high;
      high *= 2;
    }
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (Balance.expectedMax(nodes, middle) > ACCEPTED_MAX) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
