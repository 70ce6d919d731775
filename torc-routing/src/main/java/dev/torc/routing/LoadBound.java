package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Range;

/**
 * Consistent hashing with bounded loads: how far above its share of the requests under way an
 * endpoint may go before requests pass on to the next one of their key.
 *
 * @param factor above 1, at most 100; 1.25 lets an endpoint have a quarter more than its share
 */
@Doc("How far above its share of the requests under way an endpoint may go")
public record LoadBound(
    @Doc("The bound relative to the share; requests above it go on to the next endpoint")
        @Default("1.25")
        @Range(min = 1, max = 100)
        double factor) {

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not above 1 and at most 100
   */
  public LoadBound {
    if (!(factor > 1 && factor <= 100)) {
      throw new IllegalArgumentException("factor: " + factor + " (expected: above 1, at most 100)");
    }
  }
}
