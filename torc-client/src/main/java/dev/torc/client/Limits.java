package dev.torc.client;

import dev.torc.routing.RoutingException;
import dev.torc.routing.Ticker;
import dev.torc.routing.Timeouts;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a request may take with all its attempts, and how long each of them. */
final class Limits {
  private static final long NONE = Long.MAX_VALUE;

  private final Ticker ticker;
  private final long startedAt;

  /** By {@link HttpRequest#timeout}: until the response begins, as the JDK does. */
  private final long caller;

  /** By the rule: until the body is complete. */
  private final long request;

  /** By the rule for one attempt: until its body is complete. */
  private final long attempt;

  /** Which limit. */
  enum Kind {
    CALLER,
    REQUEST,
    ATTEMPT
  }

  /**
   * The limit that is reached first.
   *
   * @param nanos until then, 0 or less if it is reached
   */
  record Limit(Kind kind, long nanos) {
    boolean isReached() {
      return nanos <= 0;
    }

    Duration time() {
      return Duration.ofNanos(Math.max(nanos, 0));
    }
  }

  private Limits(Ticker ticker, long caller, Timeouts timeouts) {
    this.ticker = ticker;
    this.startedAt = ticker.read();
    this.caller = caller;
    this.request = nanos(timeouts.request());
    this.attempt = nanos(timeouts.backendRequest());
  }

  /** From now on, null if there are none. */
  static @Nullable Limits of(HttpRequest request, Timeouts timeouts, Ticker ticker) {
    if (request.timeout().isEmpty()
        && timeouts.request() == null
        && timeouts.backendRequest() == null) {
      return null;
    }
    return new Limits(ticker, nanos(request.timeout().orElse(null)), timeouts);
  }

  private static long nanos(@Nullable Duration duration) {
    return duration == null ? NONE : Durations.nanos(duration);
  }

  /** For the next attempt until its response begins. */
  @Nullable Limit forAttempt() {
    return first(forPause(), limit(Kind.ATTEMPT, attempt, 0));
  }

  /** For a pause between attempts. */
  @Nullable Limit forPause() {
    long passed = ticker.read() - startedAt;
    return first(limit(Kind.CALLER, caller, passed), limit(Kind.REQUEST, request, passed));
  }

  /**
   * For the rest of a body.
   *
   * @param attemptStartedAt by the ticker
   */
  @Nullable Limit forBody(long attemptStartedAt) {
    long now = ticker.read();
    return first(
        limit(Kind.REQUEST, request, now - startedAt),
        limit(Kind.ATTEMPT, attempt, now - attemptStartedAt));
  }

  private static @Nullable Limit limit(Kind kind, long nanos, long passed) {
    return nanos == NONE ? null : new Limit(kind, nanos - passed);
  }

  private static @Nullable Limit first(@Nullable Limit one, @Nullable Limit other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.nanos() < one.nanos() ? other : one;
  }

  /**
   * What the caller gets.
   *
   * @param what the request, and who limits it
   * @param attempts there were
   */
  Exception error(Kind kind, String what, int attempts, @Nullable Throwable cause) {
    Exception error =
        switch (kind) {
          case CALLER -> new HttpTimeoutException("request timed out");
          case REQUEST -> timedOut(what, "timeouts.request", request, attempts);
          case ATTEMPT -> timedOut(what, "timeouts.backendRequest", attempt, attempts);
        };
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  private static RoutingException.TimedOut timedOut(
      String what, String field, long nanos, int attempts) {
    return new RoutingException.TimedOut(
        what
            + ": no complete response within "
            + field
            + ", "
            + Duration.ofNanos(nanos)
            + " (attempts: "
            + attempts
            + ")");
  }
}
