package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.DurationRange;
import dev.torc.config.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a request may take.
 *
 * @param request all attempts and the pauses between them, null for no limit
 * @param backendRequest one attempt, null for no limit
 */
@Doc("How long a request may take")
public record Timeouts(
    @Doc("All attempts together, with the pauses between them; no limit if not given")
        @DurationRange(min = "1ms", max = "24h")
        @Nullable Duration request,
    @Doc("One attempt; no limit if not given") @DurationRange(min = "1ms", max = "24h")
        @Nullable Duration backendRequest) {

  /** No limits. */
  public static final Timeouts NONE = new Timeouts(null, null);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is not 1 ms to 24 hours, or an attempt may take longer
   *     than all
   */
  public Timeouts {
    checkTime("request", request);
    checkTime("backendRequest", backendRequest);
    if (request != null && backendRequest != null && backendRequest.compareTo(request) > 0) {
      throw new IllegalArgumentException(
          "backendRequest: "
              + DurationText.format(backendRequest)
              + " (expected: at most request, "
              + DurationText.format(request)
              + ")");
    }
  }

  private static void checkTime(String field, @Nullable Duration value) {
    if (value != null) {
      Names.checkRange(field, value, Duration.ofMillis(1), Duration.ofHours(24));
    }
  }
}
