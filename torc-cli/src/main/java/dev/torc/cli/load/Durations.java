package dev.torc.cli.load;

import dev.torc.config.DurationText;
import java.time.Duration;

/** What durations of a plan may be. */
final class Durations {
  /** Far from what overflows when counted in nanoseconds. */
  private static final Duration MAX = Duration.ofDays(365);

  private Durations() {}

  /**
   * Checks that one is above 0, and not too long.
   *
   * @throws IllegalArgumentException if not; the message calls it by the name
   */
  static void checkPositive(String name, Duration value) {
    if (!value.isPositive() || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          name
              + ": "
              + DurationText.format(value)
              + " (expected: above 0, at most "
              + MAX.toDays()
              + " days)");
    }
  }
}
