package dev.torc.cli.wineinfo;

import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;

/** How the shop chooses a replica. */
public enum Policy {
  /** One after the other. */
  ROUND_ROBIN("RoundRobin"),
  /** Equal queries to the same replica, by Envoy's ring. */
  RING_HASH("RingHash");

  private static final int RING_SIZE = 1024;

  private final String label;

  Policy(String label) {
    this.label = label;
  }

  LoadBalancer balancer() {
    return switch (this) {
      case ROUND_ROBIN -> new LoadBalancer.RoundRobin();
      case RING_HASH ->
          LoadBalancer.RingHash.envoy(RING_SIZE, new HashParam.QueryParam("query", false, false));
    };
  }

  /** As {@code torc.yaml} names it. */
  @Override
  public String toString() {
    return label;
  }
}
