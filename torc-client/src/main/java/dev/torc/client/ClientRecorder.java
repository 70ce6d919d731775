package dev.torc.client;

import dev.torc.config.HostPort;
import dev.torc.routing.BackendId;
import dev.torc.routing.Outcome;
import dev.torc.routing.Route;
import dev.torc.routing.RoutingConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a client does, for metrics. Called by the threads that send and receive: has to be
 * quick, and safe for use by several of them. What it throws is not caught.
 */
public interface ClientRecorder {

  /** Hears nothing; then a client does not even read the clock for it. */
  ClientRecorder NONE = new ClientRecorder() {};

  /**
   * An attempt ended: its response is complete, or it failed.
   *
   * @param time since it began
   */
  default void attemptFinished(
      BackendId backend, HostPort endpoint, Outcome outcome, Duration time) {}

  /**
   * A request of the application ended, with all its attempts.
   *
   * @param route the last one it took, null if there was none
   * @param attempts sent in all; 0 if nothing was
   * @param outcome of the last attempt, or why there was none
   * @param time since it began
   */
  default void requestFinished(
      @Nullable Route route, int attempts, Outcome outcome, Duration time) {}

  /**
   * A request is tried again.
   *
   * @param outcome of the attempt before
   * @param pause until then
   */
  default void retried(BackendId backend, Outcome outcome, Duration pause) {}

  /**
   * An endpoint gets no requests for a while, because it keeps failing.
   *
   * @param time for how long
   */
  default void ejected(BackendId backend, HostPort endpoint, Duration time) {}

  /** The time of an ejected endpoint is over. Told when a request next looks at it. */
  default void returned(BackendId backend, HostPort endpoint) {}

  /** Requests are routed by this from now on. */
  default void configured(RoutingConfig config) {}

  /** A configuration that the source gave makes no sense; the one before stays. */
  default void configurationRefused(RuntimeException problem) {}
}
