package dev.torc.routing;

import dev.torc.hash.BoundedLoad;
import dev.torc.hash.Dialect;
import dev.torc.hash.HaproxyHash;
import dev.torc.hash.KeyHash;
import dev.torc.hash.LoadCounters;
import dev.torc.hash.Maglev;
import dev.torc.hash.MemcachedHash;
import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.PlacementException;
import dev.torc.hash.Rendezvous;
import dev.torc.hash.Ring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the configuration of a backend to its balancer. A hashing policy knows its endpoints by the
 * order of their names, so the pool takes that order.
 */
final class BalancerPlan {
  private final Backend backend;
  private final @Nullable Placement placement;
  private final List<Endpoint> endpoints;

  private BalancerPlan(Backend backend) {
    this.backend = backend;
    this.placement =
        backend.lb() instanceof LoadBalancer.Hashing hashing ? placement(backend, hashing) : null;
    this.endpoints = placement == null ? backend.endpoints() : ordered(backend, placement);
  }

  /**
   * Plans.
   *
   * @throws PlacementException if the policy has no place for so many endpoints
   */
  static BalancerPlan of(Backend backend) {
    return new BalancerPlan(backend);
  }

  /** In the order of the balancer's indexes. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  Balancer balancer(LoadCounters counters, Randomness random) {
    LoadBalancer lb = backend.lb();
    if (lb instanceof LoadBalancer.Hashing hashing && placement != null) {
      RequestHash hash = new RequestHash(hashing.hashParams(), valueHash(hashing, placement));
      LoadBound bound = hashing.boundedLoad();
      HashBalancer plain = new HashBalancer(placement, hash, flip(hashing));
      return bound == null
          ? plain
          : new BoundedBalancer(plain, BoundedLoad.of(placement, bound.factor() - 1, counters));
    }
    int[] weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
    if (lb instanceof LoadBalancer.LeastRequest) {
      return new LeastRequestBalancer(weights, counters, random);
    }
    if (lb instanceof LoadBalancer.Random) {
      return new RandomBalancer(weights, random);
    }
    return new RoundRobinBalancer(weights, random);
  }

  private static Placement placement(Backend backend, LoadBalancer.Hashing hashing) {
    List<Node> nodes =
        backend.endpoints().stream()
            .map(endpoint -> new Node(endpoint.key(), endpoint.weight()))
            .toList();
    if (hashing instanceof LoadBalancer.RingHash ring) {
      return Ring.of(nodes, dialect(ring, nodes));
    }
    return hashing instanceof LoadBalancer.Maglev maglev
        ? Maglev.envoy(nodes, maglev.tableSize())
        : Rendezvous.of(nodes);
  }

  private static Dialect dialect(LoadBalancer.RingHash ring, List<Node> nodes) {
    return switch (ring.effectiveDialect()) {
      case TORC ->
          Dialect.torc(
              orElse(ring.pointsPerEndpoint(), Ring.DEFAULT_POINTS_PER_NODE), KeyHash.XXH64);
      case ENVOY -> envoy(ring);
      case GRPC_JAVA -> grpc(ring);
      case NGINX -> Dialect.nginx();
      case HAPROXY -> Dialect.haproxy(HaproxyHash.DEFAULT, numbered(nodes));
      case LIBMEMCACHED_KETAMA -> Dialect.ketama(MemcachedHash.ONE_AT_A_TIME);
      case LIBMEMCACHED_KETAMA_WEIGHTED -> Dialect.weightedKetama(MemcachedHash.MD5);
      case TWEMPROXY -> Dialect.twemproxy(MemcachedHash.FNV1A_64);
      case SPYMEMCACHED -> Dialect.spymemcached();
      case DUBBO -> Dialect.dubbo(Dialect.DUBBO_REPLICAS);
    };
  }

  private static Dialect envoy(LoadBalancer.RingHash ring) {
    int most = orElse(ring.maxRingSize(), Dialect.ENVOY_MAX_RING_SIZE);
    return Dialect.envoy(least(ring, most), most, Dialect.EnvoyHash.XX_HASH);
  }

  private static Dialect grpc(LoadBalancer.RingHash ring) {
    int most = orElse(ring.maxRingSize(), Dialect.GRPC_MAX_RING_SIZE);
    return Dialect.grpc(least(ring, most), most);
  }

  private static int least(LoadBalancer.RingHash ring, int most) {
    return Math.min(orElse(ring.minRingSize(), Dialect.ENVOY_MIN_RING_SIZE), most);
  }

  private static int orElse(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static Map<String, Integer> numbered(List<Node> nodes) {
    Map<String, Integer> ids = new HashMap<>();
    for (Node node : nodes) {
      ids.put(node.name(), ids.size() + 1);
    }
    return ids;
  }

  private static List<Endpoint> ordered(Backend backend, Placement placement) {
    Map<String, Endpoint> byKey =
        backend.endpoints().stream().collect(Collectors.toMap(Endpoint::key, Function.identity()));
    return placement.nodes().stream().map(node -> byKey.get(node.name())).toList();
  }

  /** Values are hashed as the other program hashes keys, so that it agrees about one parameter. */
  private static KeyHash valueHash(LoadBalancer.Hashing hashing, Placement placement) {
    return isGrpc(hashing) ? KeyHash.XXH64 : placement.keyHash();
  }

  /** grpc-java combines values as Envoy does, and only then takes the sum as a signed number. */
  private static long flip(LoadBalancer.Hashing hashing) {
    return isGrpc(hashing) ? Long.MIN_VALUE : 0;
  }

  private static boolean isGrpc(LoadBalancer.Hashing hashing) {
    return hashing instanceof LoadBalancer.RingHash ring
        && ring.effectiveDialect() == RingDialect.GRPC_JAVA;
  }
}
