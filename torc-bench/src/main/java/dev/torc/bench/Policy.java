package dev.torc.bench;

import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.LoadBound;
import java.util.List;

/** A load balancer to measure. Public for JMH, whose generated classes lie in another package. */
public enum Policy {
  /** One after the other. */
  ROUND_ROBIN("RoundRobin", new LoadBalancer.RoundRobin()),
  /** Torc's own ring. */
  RING_HASH("RingHash", LoadBalancer.RingHash.of(Hashed.QUERY)),
  /** Torc's own ring with a bound on loads. */
  BOUNDED_RING_HASH(
      "RingHash, boundedLoad",
      new LoadBalancer.RingHash(
          null, null, null, null, List.of(Hashed.QUERY), new LoadBound(1.25))),
  /** Envoy's ring. */
  ENVOY_RING_HASH("RingHash, minRingSize 1024", LoadBalancer.RingHash.envoy(1024, Hashed.QUERY)),
  /** Envoy's Maglev. */
  MAGLEV("Maglev", LoadBalancer.Maglev.of(Hashed.QUERY)),
  /** Rendezvous hashing, which looks at every endpoint. */
  RENDEZVOUS("Rendezvous", LoadBalancer.Rendezvous.of(Hashed.QUERY)),
  /** The less busy of two. */
  LEAST_REQUEST("LeastRequest", new LoadBalancer.LeastRequest()),
  /** Any. */
  RANDOM("Random", new LoadBalancer.Random());

  /** Apart, because constants come before fields. */
  private static final class Hashed {
    static final HashParam QUERY = new HashParam.QueryParam("key", false, false);
  }

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // A record of records.
  private final LoadBalancer balancer;

  Policy(String label, LoadBalancer balancer) {
    this.label = label;
    this.balancer = balancer;
  }

  /** The name in results. */
  String label() {
    return label;
  }

  LoadBalancer balancer() {
    return balancer;
  }
}
