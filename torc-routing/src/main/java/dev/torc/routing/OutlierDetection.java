package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.DurationRange;
import dev.torc.config.DurationText;
import dev.torc.config.Range;
import java.time.Duration;

/**
 * When an endpoint that keeps failing gets no requests for a while. A failure is a response of 500
 * and above, a connection that cannot be made or breaks, or a time-out.
 *
 * <p>The time grows with every ejection, and shrinks again by one step for every {@code
 * baseEjectionTime} without one, as Envoy's does.
 *
 * @param consecutiveFailures in a row that eject, 1 to 1000
 * @param baseEjectionTime the first ejection's, 1 ms to 1 hour; the n-th lasts n times as long
 * @param maxEjectionTime the longest, 1 ms to 24 hours
 * @param maxEjectionPercent of the endpoints that may be ejected at a time, rounded down; one may
 *     always be, if there are two and this is not 0
 */
@Doc("When an endpoint that keeps failing gets no requests for a while")
public record OutlierDetection(
    @Doc(
            "Failures in a row that eject: status 500 and above, no connection, a broken one, a"
                + " time-out")
        @Default("5")
        @Range(min = 1, max = 1000)
        int consecutiveFailures,
    @Doc("How long the first ejection lasts; the n-th lasts n times as long")
        @Default("30s")
        @DurationRange(min = "1ms", max = "1h")
        Duration baseEjectionTime,
    @Doc("The longest ejection") @Default("5m") @DurationRange(min = "1ms", max = "24h")
        Duration maxEjectionTime,
    @Doc(
            "How many per cent of the endpoints may be ejected at a time; one of several always"
                + " may, unless this is 0")
        @Default("50")
        @Range(min = 0, max = 100)
        int maxEjectionPercent) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of range, or the longest ejection is shorter
   *     than the first
   */
  public OutlierDetection {
    Names.checkRange("consecutiveFailures", consecutiveFailures, 1, 1000);
    Names.checkRange(
        "baseEjectionTime", baseEjectionTime, Duration.ofMillis(1), Duration.ofHours(1));
    Names.checkRange(
        "maxEjectionTime", maxEjectionTime, Duration.ofMillis(1), Duration.ofHours(24));
    Names.checkRange("maxEjectionPercent", maxEjectionPercent, 0, 100);
    if (maxEjectionTime.compareTo(baseEjectionTime) < 0) {
      throw new IllegalArgumentException(
          "maxEjectionTime: "
              + DurationText.format(maxEjectionTime)
              + " (expected: at least baseEjectionTime, "
              + DurationText.format(baseEjectionTime)
              + ")");
    }
  }

  /** How many of so many endpoints may be ejected at a time. */
  int most(int endpoints) {
    if (maxEjectionPercent == 0 || endpoints < 2) {
      return 0;
    }
    return Math.max(1, (int) ((long) endpoints * maxEjectionPercent / 100));
  }
}
