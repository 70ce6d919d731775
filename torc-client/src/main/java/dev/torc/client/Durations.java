package dev.torc.client;

import java.time.Duration;

/** Durations as nanoseconds. */
final class Durations {
  private Durations() {}

  /** In nanoseconds; what is longer than 292 years is those. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
