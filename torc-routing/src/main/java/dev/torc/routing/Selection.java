package dev.torc.routing;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints for one request: first the one the balancer chooses, then, for repetitions, others.
 * A hashing policy goes on to those that take over the key, and never back to one that was tried.
 *
 * <p>Not thread-safe: one thread at a time.
 */
public final class Selection {
  /** Longer pauses that a server asks for end the request with what it answered. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);

  private static final int[] NOTHING = {};

  private final RouteDecision decision;
  private final Pool pool;
  private final long hash;

  /** The one that was tried first, and apart from it, as there seldom are any, the others. */
  private int first = Balancer.NONE;

  private int[] others = NOTHING;
  private int attempts;
  private boolean holdsRetry;

  /** Whether ejections do not count, because everything is ejected that was not tried. */
  private boolean panicking;

  /** Whether nothing may change by it. */
  private boolean peeking;

  Selection(RouteDecision decision, Pool pool, RequestView request) {
    this.decision = decision;
    this.pool = pool;
    RequestHash requestHash = pool.balancer().requestHash();
    this.hash = requestHash == null ? 0 : requestHash.of(request, environment().random());
  }

  private Environment environment() {
    return pool.shared().environment();
  }

  /** Where the request goes, but for the endpoint. */
  public RouteDecision decision() {
    return decision;
  }

  /** The hash of the request; a random number if it has none of the parts to hash. */
  long hash() {
    return hash;
  }

  Pool pool() {
    return pool;
  }

  /** How many attempts there were. */
  public int attempts() {
    return attempts;
  }

  /**
   * The next attempt, counted in; null if every endpoint was tried, and the policy hashes.
   *
   * @throws IllegalStateException if the rule redirects
   * @throws RoutingException.NoReachableEndpoints if the backend has no endpoint that takes
   *     requests
   */
  public @Nullable Attempt next() {
    requireEndpoints();
    if (!hasUntried()) {
      if (pool.balancer().requestHash() != null) {
        end();
        return null;
      }
      first = Balancer.NONE;
      others = NOTHING;
    }
    int index = choose();
    if (index == Balancer.NONE) {
      throw new IllegalStateException(
          "backend " + pool.backend().id() + ": no choice (expected: one of the untried)");
    }
    if (!pool.balancer().countsIn()) {
      pool.begin(index);
    }
    remember(index);
    attempts++;
    boolean held = holdsRetry;
    holdsRetry = false;
    return new Attempt(pool, index, held);
  }

  private void remember(int index) {
    if (first == Balancer.NONE) {
      first = index;
    } else {
      others = Arrays.copyOf(others, others.length + 1);
      others[others.length - 1] = index;
    }
  }

  void requireEndpoints() {
    if (pool == Pool.NONE) {
      throw new IllegalStateException(
          "route " + decision.route().id() + ": an attempt (expected: the rule's redirection)");
    }
    if (pool.available() == 0) {
      throw new RoutingException.NoReachableEndpoints(
          "backend "
              + pool.backend().id()
              + ": "
              + (pool.size() == 0
                  ? "no endpoints"
                  : "all endpoints have weight 0 or no keys, or are drained")
              + " (expected: at least one that takes requests)");
    }
  }

  private boolean hasUntried() {
    return (first == Balancer.NONE ? 0 : 1 + others.length) < pool.available();
  }

  private int choose() {
    panicking = false;
    int index = pool.balancer().choose(this);
    if (index == Balancer.NONE) {
      panicking = true;
      index = pool.balancer().choose(this);
    }
    return index;
  }

  /** Where the first attempt would go now, without any effect. */
  int peek() {
    peeking = true;
    panicking = false;
    int index = pool.balancer().peek(this);
    if (index == Balancer.NONE) {
      panicking = true;
      index = pool.balancer().peek(this);
    }
    peeking = false;
    return index;
  }

  /** Whether the balancer may choose an endpoint. */
  boolean isUsable(int index) {
    return pool.isAvailable(index) && !wasTried(index) && (panicking || !isEjected(index));
  }

  private boolean wasTried(int index) {
    if (index == first) {
      return true;
    }
    for (int one : others) {
      if (one == index) {
        return true;
      }
    }
    return false;
  }

  private boolean isEjected(int index) {
    if (!pool.state(index).isMarkedEjected()) {
      return false;
    }
    long now = environment().ticker().read();
    if (pool.state(index).isEjected(now)) {
      return true;
    }
    if (!peeking) {
      pool.shared().returnToService(pool.endpoint(index).address(), pool.state(index), now);
    }
    return false;
  }

  /**
   * Whether to try again after an attempt, which has to be reported by then, and after which pause.
   * Who gets an answer goes on with {@link #next}, or gives the repetition up by {@link #end}.
   *
   * @param idempotent whether repeating the request does no harm (RFC 9110, 9.2.2)
   * @param retryAfter the pause that the response asks for, null if it does not
   * @return the pause, null for the outcome to be final
   */
  public @Nullable Duration retry(
      Outcome outcome, boolean idempotent, @Nullable Duration retryAfter) {
    // Asked twice, it takes one place.
    end();
    Retry retry = decision.rule().retry();
    if (retry == null || attempts >= retry.attempts() || !isRetryable(retry, outcome, idempotent)) {
      return null;
    }
    if (retryAfter != null && retryAfter.compareTo(MAX_RETRY_AFTER) > 0) {
      return null;
    }
    if (!hasUntried() && pool.balancer().requestHash() != null) {
      return null;
    }
    // What reached no server cost none anything: it needs no place in the budget. Else the fourth
    // request at a time that meets a dead endpoint would fail.
    if (outcome.kind() != Outcome.Kind.NOT_SENT) {
      holdsRetry = pool.shared().tryStartRetry();
      if (!holdsRetry) {
        return null;
      }
    }
    Duration pause = backoff(retry);
    return retryAfter == null || retryAfter.compareTo(pause) < 0 ? pause : retryAfter;
  }

  private static boolean isRetryable(Retry retry, Outcome outcome, boolean idempotent) {
    return switch (outcome.kind()) {
      case RESPONDED -> retry.codes().contains(outcome.status());
      case NOT_SENT -> true;
      case BROKEN, TIMED_OUT -> idempotent;
      case CANCELLED -> false;
    };
  }

  /** With full jitter: "Exponential Backoff and Jitter", AWS, 2015. */
  private Duration backoff(Retry retry) {
    long base = retry.backoff().toNanos();
    long growth = Math.min(1L << Math.min(attempts - 1, 10), Retry.MAX_GROWTH);
    return Duration.ofNanos(base == 0 ? 0 : environment().random().nextBelow(base * growth + 1));
  }

  /** Gives up a repetition that {@link #retry} allowed and {@link #next} did not begin. */
  public void end() {
    if (holdsRetry) {
      holdsRetry = false;
      pool.shared().endRetry();
    }
  }
}
