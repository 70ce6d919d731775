package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.HostPort;
import dev.torc.hash.Dialect;
import dev.torc.hash.HaproxyHash;
import dev.torc.hash.KeyHash;
import dev.torc.hash.Maglev;
import dev.torc.hash.MemcachedHash;
import dev.torc.hash.Node;
import dev.torc.hash.Placement;
import dev.torc.hash.Rendezvous;
import dev.torc.hash.Ring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The endpoint that is chosen is the one that the other program, or torc-hash, chooses. */
final class PlacementAgreementTest {
  private static final HashParam QUERY = new HashParam.QueryParam("query", false, false);

  /** The ten queries of the demo; what Envoy hashes is the value as it stands in the URL. */
  private static final List<String> QUERIES =
      List.of(
          "red",
          "white",
          "rose",
          "pinot%20noir",
          "france",
          "italy",
          "germany",
          "greece",
          "australia",
          "portugal");

  @Test
  void theDemosQueriesLieAsItsPageSays() {
    Endpoint[] replicas =
        IntStream.rangeClosed(8081, 8084)
            .mapToObj(port -> Endpoint.of("127.0.0.1:" + port))
            .toArray(Endpoint[]::new);
    Lab lab = Lab.of(LoadBalancer.RingHash.envoy(1024, QUERY), replicas);
    Map<String, Integer> counts = new HashMap<>();
    for (String query : QUERIES) {
      counts.merge(lab.where(Lab.get("http://web/?query=" + query + "&limit=10")), 1, Integer::sum);
    }
    assertThat(counts)
        .isEqualTo(
            Map.of(
                "127.0.0.1:8081",
                2,
                "127.0.0.1:8082",
                3,
                "127.0.0.1:8083",
                1,
                "127.0.0.1:8084",
                4));
  }

  private static LoadBalancer ring(
      @Nullable Integer least, @Nullable Integer most, RingDialect dialect) {
    return new LoadBalancer.RingHash(least, most, null, dialect, List.of(Lab.BY_USER), null);
  }

  private static Arguments policy(
      String name,
      LoadBalancer lb,
      boolean weights,
      BiFunction<List<Node>, int[], Placement> other) {
    return Arguments.of(name, lb, weights, other);
  }

  private static Arguments dialect(RingDialect ring, boolean weights, Dialect dialect) {
    return policy(
        ring.label(), ring(null, null, ring), weights, (nodes, any) -> Ring.of(nodes, dialect));
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        dialect(RingDialect.TORC, true, Dialect.torc(160, KeyHash.XXH64)),
        dialect(
            RingDialect.ENVOY,
            true,
            Dialect.envoy(1024, Dialect.ENVOY_MAX_RING_SIZE, Dialect.EnvoyHash.XX_HASH)),
        dialect(RingDialect.GRPC_JAVA, true, Dialect.grpc(1024, 4096)),
        dialect(RingDialect.NGINX, true, Dialect.nginx()),
        dialect(RingDialect.LIBMEMCACHED_KETAMA, true, Dialect.ketama(MemcachedHash.ONE_AT_A_TIME)),
        dialect(
            RingDialect.LIBMEMCACHED_KETAMA_WEIGHTED,
            true,
            Dialect.weightedKetama(MemcachedHash.MD5)),
        dialect(RingDialect.TWEMPROXY, true, Dialect.twemproxy(MemcachedHash.FNV1A_64)),
        dialect(RingDialect.SPYMEMCACHED, true, Dialect.spymemcached()),
        dialect(RingDialect.DUBBO, false, Dialect.dubbo(160)),
        policy(
            "haproxy",
            ring(null, null, RingDialect.HAPROXY),
            true,
            (nodes, any) -> Ring.of(nodes, Dialect.haproxy(HaproxyHash.DEFAULT, ids(nodes)))),
        policy(
            "envoy of 100 to 200 points",
            ring(100, 200, RingDialect.ENVOY),
            true,
            (nodes, any) -> Ring.of(nodes, Dialect.envoy(100, 200, Dialect.EnvoyHash.XX_HASH))),
        policy(
            "envoy of at most 200 points",
            new LoadBalancer.RingHash(null, 200, null, null, List.of(Lab.BY_USER), null),
            true,
            (nodes, any) -> Ring.of(nodes, Dialect.envoy(200, 200, Dialect.EnvoyHash.XX_HASH))),
        policy(
            "grpc-java of 8192 points, more than it has",
            ring(8192, null, RingDialect.GRPC_JAVA),
            true,
            (nodes, any) -> Ring.of(nodes, Dialect.grpc(4096, 4096))),
        policy(
            "torc of 17 points",
            new LoadBalancer.RingHash(null, null, 17, null, List.of(Lab.BY_USER), null),
            true,
            (nodes, any) -> Ring.of(nodes, 17)),
        policy(
            "maglev",
            LoadBalancer.Maglev.of(Lab.BY_USER),
            true,
            (nodes, any) -> Maglev.envoy(nodes, 65_537)),
        policy(
            "a small maglev",
            new LoadBalancer.Maglev(1009, List.of(Lab.BY_USER), null),
            true,
            (nodes, any) -> Maglev.envoy(nodes, 1009)),
        policy(
            "rendezvous",
            LoadBalancer.Rendezvous.of(Lab.BY_USER),
            true,
            (nodes, any) -> Rendezvous.of(nodes)));
  }

  private static Map<String, Integer> ids(List<Node> nodes) {
    Map<String, Integer> ids = new HashMap<>();
    nodes.forEach(node -> ids.put(node.name(), ids.size() + 1));
    return ids;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  void choosesAsTorcHashDoes(
      String name,
      LoadBalancer lb,
      boolean weights,
      BiFunction<List<Node>, int[], Placement> other) {
    for (boolean weighted : weights ? new boolean[] {false, true} : new boolean[] {false}) {
      List<Endpoint> endpoints = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        endpoints.add(Lab.weighted(i, weighted ? 1 + i % 3 : 1));
      }
      // In the order of the configuration, which some dialects look at.
      Collections.shuffle(endpoints, new Random(7));
      List<Node> nodes =
          endpoints.stream()
              .map(endpoint -> new Node(endpoint.address().toString(), endpoint.weight()))
              .toList();
      Placement placement = other.apply(nodes, new int[0]);
      Lab lab = Lab.of(lb, endpoints.toArray(Endpoint[]::new));
      for (int key = 0; key < 3000; key++) {
        Node node = Objects.requireNonNull(placement.locate("user-" + key));
        assertThat(lab.where(Lab.user("user-" + key)))
            .as("%s, weighted %s, key %d", name, weighted, key)
            .isEqualTo(node.name());
      }
    }
  }

  /** grpc-java combines hashes as Envoy does and looks the sum up as a signed number. */
  @Test
  void severalParametersAreCombinedBeforeGrpcsOrder() {
    HashParam other = new HashParam.Header("x", false);
    LoadBalancer grpc =
        new LoadBalancer.RingHash(
            1024, 4096, null, RingDialect.GRPC_JAVA, List.of(Lab.BY_USER, other), null);
    Lab lab = Lab.of(grpc, Lab.endpoints(5));
    Placement placement =
        Ring.of(
            Stream.of(Lab.endpoints(5)).map(e -> Node.of(e.key())).toList(),
            Dialect.grpc(1024, 4096));
    for (int key = 0; key < 1000; key++) {
      long sum = Long.rotateLeft(KeyHash.XXH64.hash("u" + key), 1) ^ KeyHash.XXH64.hash("h" + key);
      int index = placement.locate(sum ^ Long.MIN_VALUE);
      assertThat(lab.where(Lab.get("http://web/?user=u" + key, "x", "h" + key)))
          .isEqualTo(placement.nodes().get(index).name());
    }
  }

  @Test
  void aHashKeyKeepsTheKeysWhenTheAddressChanges() {
    Lab lab = Lab.of(LoadBalancer.RingHash.of(Lab.BY_USER), keyed("10.1.0.", "a", "b", "c"));
    Placement placement = Ring.of(List.of(Node.of("a"), Node.of("b"), Node.of("c")));
    Map<String, String> names = Map.of("10.1.0.1:80", "a", "10.1.0.2:80", "b", "10.1.0.3:80", "c");
    for (int key = 0; key < 500; key++) {
      String where = lab.where(Lab.user(key));
      assertThat(names.get(where))
          .isEqualTo(Objects.requireNonNull(placement.locate("" + key)).name());
      Lab moved = Lab.of(LoadBalancer.RingHash.of(Lab.BY_USER), keyed("10.9.9.", "a", "b", "c"));
      if (key < 20) {
        assertThat(moved.where(Lab.user(key))).isEqualTo(where.replace("10.1.0.", "10.9.9."));
      }
    }
  }

  private static Endpoint[] keyed(String network, String... keys) {
    return IntStream.range(0, keys.length)
        .mapToObj(i -> new Endpoint(HostPort.parse(network + (i + 1) + ":80"), 1, keys[i], false))
        .toArray(Endpoint[]::new);
  }
}
