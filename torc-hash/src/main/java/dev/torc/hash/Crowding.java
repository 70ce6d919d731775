package dev.torc.hash;

import java.util.Arrays;

/**
 * How likely it is that few keys crowd on one node. Consistent hashing spreads many keys evenly;
 * ten keys on four nodes lie where chance puts them, and with one set of names out of thirteen one
 * node gets more than half of them.
 */
public final class Crowding {

  /** What is left out of a sum: so small a part of its largest term. */
  private static final double NEGLIGIBLE = 1e-18;

  private final int most;
  private double crowded;

  private Crowding(int most) {
    this.most = most;
  }

  /**
   * The chance that at least one node gets more than {@code most} of some distinct keys, each of
   * which falls on a node by the shares, independently of the others: what happens over all sets of
   * names that the nodes could have.
   *
   * <p>It is the chance of a multinomial distribution, summed up one node after the other: of the
   * keys that are left a node takes a binomial number. All terms are positive and nothing is taken
   * from 1, so that small chances have ten exact digits too, down to 1e-15 or so. A thousand keys
   * on a hundred nodes take some milliseconds, a hundred thousand some seconds.
   *
   * @param shares of the nodes, 0 or more, in any unit; at least one above 0
   * @param keys how many, 0 or more
   * @param most of them a node may have, 0 or more
   * @return 0 to 1
   * @throws PlacementException if an argument is not as described
   */
  public static double probability(double[] shares, int keys, int most) {
    check(shares);
    if (keys < 0 || most < 0) {
      throw new PlacementException(keys + " keys, at most " + most + " (expected: 0 or more each)");
    }
    double[] positive = Arrays.stream(shares).filter(share -> share > 0).toArray();
    if ((long) positive.length * most < keys) {
      return 1;
    }
    return new Crowding(most).sum(positive, keys);
  }

  private static void check(double[] shares) {
    for (double share : shares) {
      if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
        throw new PlacementException("share: " + share + " (expected: 0 or more)");
      }
    }
    if (Arrays.stream(shares).noneMatch(share -> share > 0)) {
      throw new PlacementException("no share above 0 (expected: at least one)");
    }
  }

  private double sum(double[] shares, int keys) {
    double[] left = sumsFromEach(shares);
    // The chance of each number of keys left, with no node so far above the limit.
    double[] chances = new double[keys + 1];
    chances[keys] = 1;
    for (int i = 0; i < shares.length; i++) {
      chances = next(chances, shares[i] / left[i]);
    }
    return Math.min(1, crowded);
  }

  /** What each node and those after it have together: the last sum is the last share, exactly. */
  private static double[] sumsFromEach(double[] shares) {
    double[] sums = shares.clone();
    for (int i = shares.length - 2; i >= 0; i--) {
      sums[i] += sums[i + 1];
    }
    return sums;
  }

  private double[] next(double[] chances, double share) {
    double[] next = new double[chances.length];
    double[] terms = new double[chances.length];
    double least = NEGLIGIBLE * Arrays.stream(chances).max().orElse(0);
    for (int keys = 0; keys < chances.length; keys++) {
      if (chances[keys] > least) {
        take(keys, share, chances[keys], terms, next);
      }
    }
    return next;
  }

  /**
   * Lets a node take its binomial number of keys. The terms are relative to the likeliest one, and
   * their sum makes chances of them: that needs no factorials, and rounds less.
   */
  private void take(int keys, double share, double chance, double[] terms, double[] next) {
    if (share >= 1) {
      add(keys, keys, chance, next);
      return;
    }
    double odds = share / (1 - share);
    int mode = (int) Math.min(keys, Math.floor((keys + 1) * share));
    terms[mode] = 1;
    double sum = 1;
    int first = mode;
    while (first > 0 && terms[first] > NEGLIGIBLE) {
      terms[first - 1] = terms[first] * first / ((keys - first + 1) * odds);
      first--;
      sum += terms[first];
    }
    int last = mode;
    while (last < keys && terms[last] > NEGLIGIBLE) {
      terms[last + 1] = terms[last] * (keys - last) * odds / (last + 1);
      last++;
      sum += terms[last];
    }
    for (int taken = first; taken <= last; taken++) {
      add(keys, taken, chance * terms[taken] / sum, next);
    }
  }

  private void add(int keys, int taken, double chance, double[] next) {
    if (taken > most) {
      crowded += chance;
    } else {
      next[keys - taken] += chance;
    }
  }
}
