package dev.torc.cli.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** When requests are due: by a schedule that is fixed beforehand, whatever the server does. */
public sealed interface Pace {

  /** How long the run takes, from the start. */
  Duration duration();

  /**
   * The closed loop: one thread for each value, all of which send at {@code start + k·period}, for
   * every {@code k} from 0 to {@code duration / period}, that one included. A thread has one
   * request under way at most: when a response is late it sends its next at once, and then catches
   * up with the schedule.
   *
   * @param period above 0
   * @param duration 0 or more; 0 is one request a thread
   */
  record Closed(Duration period, Duration duration) implements Pace {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException if one is out of range; the message names it
     */
    public Closed {
      Durations.checkPositive("period", period);
      if (!duration.isZero()) {
        Durations.checkPositive("duration", duration);
      }
    }

    /** Requests of each thread. */
    long ticks() {
      return duration.dividedBy(period) + 1;
    }

    /** When a tick is due, in nanoseconds after the start. */
    long dueNanos(long tick) {
      return tick * period.toNanos();
    }
  }

  /**
   * The open loop: requests at a constant rate, request {@code i} due at {@code start + i / rate},
   * for as long as that is before the duration's end. It sends without waiting for responses, up to
   * a limit.
   *
   * @param rate requests a second over all; above 0, at most 1 000 000
   * @param duration above 0
   * @param maxInFlight how many requests may wait for their response at a time; at least 1. Further
   *     ones are sent late, as others end
   */
  record Open(double rate, Duration duration, int maxInFlight) implements Pace {
    private static final double MAX_RATE = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if one is out of range; the message names it
     */
    public Open {
      if (!(rate > 0 && rate <= MAX_RATE)) {
        throw new IllegalArgumentException(
            "rate: " + rate + " (expected: above 0, at most 1000000 a second)");
      }
      Durations.checkPositive("duration", duration);
      if (maxInFlight < 1) {
        throw new IllegalArgumentException(
            "max-in-flight: " + maxInFlight + " (expected: at least 1)");
      }
    }

    /** Requests over all. In decimals: 100 a second for 70 ms are 7, which doubles miss. */
    long requests() {
      return BigDecimal.valueOf(rate)
          .multiply(BigDecimal.valueOf(duration.toNanos(), 9))
          .setScale(0, RoundingMode.CEILING)
          .longValueExact();
    }

    /** When a request is due, in nanoseconds after the start. */
    long dueNanos(long request) {
      return (long) (request * NANOS_PER_SECOND / rate);
    }
  }
}
