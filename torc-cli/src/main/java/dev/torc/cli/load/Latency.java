package dev.torc.cli.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How long requests took, to three digits: the time within which that share of them had their
 * response. All zero if none had one.
 *
 * @param p999 of 99.9 percent
 */
public record Latency(Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {

  static Latency of(Histogram nanos) {
    return new Latency(
        at(nanos, 50),
        at(nanos, 90),
        at(nanos, 99),
        at(nanos, 99.9),
        Duration.ofNanos(nanos.getMaxValue()));
  }

  private static Duration at(Histogram nanos, double percentile) {
    return Duration.ofNanos(nanos.getValueAtPercentile(percentile));
  }
}
