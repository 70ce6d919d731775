package dev.torc.routing;

import dev.torc.config.HostPort;
import java.time.Duration;

/**
 * Hears of what changes besides the configuration. Called by threads that send: has to be quick.
 */
public interface RoutingListener {

  /** Hears nothing. */
  RoutingListener NONE = new RoutingListener() {};

  /**
   * An endpoint gets no requests for a while.
   *
   * @param time for how long
   */
  default void ejected(BackendId backend, HostPort endpoint, Duration time) {}

  /** The time of an ejected endpoint is over. Told when a request next looks at it. */
  default void returned(BackendId backend, HostPort endpoint) {}
}
