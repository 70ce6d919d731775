package dev.torc.cache.internal;

import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts to connect: doubling from 50 ms to 1 s, each drawn from its upper
 * half, so that many clients of a server that comes back do not arrive at once. Not thread-safe.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final long LAST_MILLIS = 1000;

  private final RandomGenerator random;
  private long next = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Milliseconds to wait before the next attempt. */
  long nextMillis() {
    long limit = next;
    next = Math.min(2 * next, LAST_MILLIS);
    return random.nextLong(limit / 2, limit + 1);
  }

  /** An attempt succeeded: start from the shortest time again. */
  void reset() {
    next = FIRST_MILLIS;
  }
}
