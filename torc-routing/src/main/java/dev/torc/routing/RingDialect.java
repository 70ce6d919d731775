package dev.torc.routing;

import java.util.Locale;

/** Whose ring a {@link LoadBalancer.RingHash} is. */
public enum RingDialect {
  /** Torc's own: the points of an endpoint never depend on the others. */
  TORC,
  /** Envoy's: the ring has a size, which the endpoints divide among themselves. */
  ENVOY,
  /** That of grpc-java, which is not Envoy's. */
  GRPC_JAVA,
  /** nginx: {@code hash … consistent}. */
  NGINX,
  /** HAProxy: {@code hash-type consistent}, servers with the ids 1, 2, … in their order. */
  HAPROXY,
  /** libmemcached's ketama. */
  LIBMEMCACHED_KETAMA,
  /** libmemcached's weighted ketama. */
  LIBMEMCACHED_KETAMA_WEIGHTED,
  /** twemproxy's ketama. */
  TWEMPROXY,
  /** spymemcached's ketama. */
  SPYMEMCACHED,
  /** Dubbo's {@code consistenthash}. */
  DUBBO;

  /** As a file names it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean hasRingSize() {
    return this == ENVOY || this == GRPC_JAVA;
  }

  boolean hasPointsPerEndpoint() {
    return this == TORC;
  }
}
