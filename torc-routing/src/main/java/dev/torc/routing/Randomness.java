package dev.torc.routing;

/** Where random numbers come from. Has to be safe for use by several threads. */
@FunctionalInterface
public interface Randomness {

  /** 64 random bits. */
  long nextLong();

  /**
   * A random number from 0 on.
   *
   * @param bound above 0
   */
  default long nextBelow(long bound) {
    // The high half of the product: as even as a bound far below 2⁶⁴ lets it be, without a loop.
    return Math.multiplyHigh(nextLong() >>> 1, bound << 1);
  }
}
