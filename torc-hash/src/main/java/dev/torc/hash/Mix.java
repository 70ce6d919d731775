package dev.torc.hash;

/**
 * Turns one 64-bit value into another that looks independent of it.
 *
 * <p>The finalizer is variant 13 of D. Stafford's, the one of SplitMix64: Steele et al., "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014.
 */
final class Mix {
  /** 2⁶⁴ divided by the golden ratio: multiples of it spread evenly. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Mix() {}

  /** A bijection in which every bit of the result depends on every bit of the value. */
  static long of(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The value of a sequence at an index; sequences of different starts look independent. */
  static long at(long start, long index) {
    return of(start + index * GOLDEN);
  }
}
