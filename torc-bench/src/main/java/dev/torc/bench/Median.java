package dev.torc.bench;

import java.util.Arrays;

/** The middle of numbers. */
public final class Median {
  private Median() {}

  /** The middle number, the mean of both if there are two. */
  public static double of(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
