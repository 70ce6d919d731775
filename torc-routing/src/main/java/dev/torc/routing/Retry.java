package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.DurationRange;
import dev.torc.config.Range;
import java.time.Duration;
import java.util.List;

/**
 * When a request is tried again, each time on another endpoint.
 *
 * <p>A response is, if its status is in {@code codes}, whatever the method. What brought no
 * response is, if nothing was sent or the method is idempotent.
 *
 * @param codes statuses, 400 to 599
 * @param attempts in all, the first one included, 1 to 100
 * @param backoff the pause before the n-th repetition is a random one of up to 2ⁿ⁻¹ times this, and
 *     of ten times this at most; 0 to 1 minute
 */
@Doc("When a request is tried again, on another endpoint")
public record Retry(
    @Doc(
            "Statuses of responses to try again after; without a response: if nothing was sent, or"
                + " the method is idempotent")
        @Default("[]")
        @Range(min = 400, max = 599)
        List<Integer> codes,
    @Doc("Attempts in all, the first one included") @Default("2") @Range(min = 1, max = 100)
        int attempts,
    @Doc(
            "The pause before the first repetition is random, up to this; it doubles, up to ten"
                + " times this")
        @Default("25ms")
        @DurationRange(max = "1m")
        Duration backoff) {

  /** How much longer than the first the pauses may become. */
  static final int MAX_GROWTH = 10;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Retry {
    codes = List.copyOf(codes);
    for (int code : codes) {
      Names.checkRange("codes", code, 400, 599);
    }
    Names.checkRange("attempts", attempts, 1, 100);
    Names.checkRange("backoff", backoff, Duration.ZERO, Duration.ofMinutes(1));
  }
}
