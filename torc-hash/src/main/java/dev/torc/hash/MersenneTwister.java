package dev.torc.hash;

/**
 * The generator MT19937 of 32 bits, as {@code std::mt19937} in C++.
 *
 * <p>Matsumoto and Nishimura, "Mersenne Twister", ACM Transactions on Modeling and Computer
 * Simulation, 1998.
 */
final class MersenneTwister {
  private static final int SIZE = 624;
  private static final int MIDDLE = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      int previous = state[i - 1];
      state[i] = 1_812_433_253 * (previous ^ (previous >>> 30)) + i;
    }
  }

  /** All 32 bits. */
  int nextInt() {
    if (next == SIZE) {
      twist();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & UPPER) | (state[(i + 1) % SIZE] & LOWER);
      state[i] = state[(i + MIDDLE) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
  }

  /** A number below a bound, evenly distributed: by Envoy's way, not that of C++'s library. */
  int nextBelow(int bound) {
    long bucket = (1L << Integer.SIZE) / bound;
    long value = bound;
    while (value >= bound) {
      value = Integer.toUnsignedLong(nextInt()) / bucket;
    }
    return (int) value;
  }
}
