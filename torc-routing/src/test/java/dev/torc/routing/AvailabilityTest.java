package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.torc.config.HostPort;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Endpoints that take no requests, and backends without any that does. */
final class AvailabilityTest {
  private static final LoadBalancer RING = LoadBalancer.RingHash.of(Lab.BY_USER);

  static Stream<LoadBalancer> policies() {
    List<HashParam> params = List.of(Lab.BY_USER);
    LoadBound bound = new LoadBound(1.25);
    return Stream.of(
        new LoadBalancer.RoundRobin(),
        new LoadBalancer.Unspecified(),
        new LoadBalancer.Random(),
        new LoadBalancer.LeastRequest(),
        RING,
        LoadBalancer.RingHash.envoy(1024, Lab.BY_USER),
        LoadBalancer.Maglev.of(Lab.BY_USER),
        LoadBalancer.Rendezvous.of(Lab.BY_USER),
        new LoadBalancer.RingHash(null, null, null, null, params, bound),
        new LoadBalancer.Maglev(1009, params, bound),
        new LoadBalancer.Rendezvous(params, bound));
  }

  private static String refusal(LoadBalancer lb, Endpoint... endpoints) {
    Selection selection = Lab.of(lb, endpoints).router.select(Lab.user(1));
    RoutingException thrown =
        catchThrowableOfType(RoutingException.NoReachableEndpoints.class, selection::next);
    assertThat(thrown).isNotNull();
    assertThat(thrown.isTemporary()).isTrue();
    assertThat(thrown.kind()).isEqualTo("NoReachableEndpoints");
    return String.valueOf(thrown.getMessage());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void withoutEndpointsThereIsNoneToReach(LoadBalancer lb) {
    String unusable =
        "backend web:80: all endpoints have weight 0 or no keys, or are drained (expected: at least"
            + " one that takes requests)";
    assertThat(refusal(lb))
        .isEqualTo("backend web:80: no endpoints (expected: at least one that takes requests)");
    assertThat(refusal(lb, Lab.drained(0), Lab.drained(1))).isEqualTo(unusable);
    assertThat(refusal(lb, Lab.weighted(0, 0), Lab.weighted(1, 0))).isEqualTo(unusable);
    assertThat(refusal(lb, Lab.weighted(0, 0), Lab.drained(1))).isEqualTo(unusable);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void drainedOnesAndThoseOfWeight0GetNothing(LoadBalancer lb) {
    Lab lab = Lab.of(lb, Lab.drained(0), Lab.endpoint(1), Lab.weighted(2, 0), Lab.weighted(3, 2));
    for (int i = 0; i < 500; i++) {
      assertThat(lab.where(Lab.user(i))).isIn(Lab.address(1), Lab.address(3));
    }
    assertThat(lab.active()).containsOnly(0);
  }

  private static Map<Integer, String> placed(Lab lab) {
    return IntStream.range(0, 1000)
        .boxed()
        .collect(Collectors.toMap(key -> key, key -> lab.where(Lab.user(key))));
  }

  @Test
  void theKeysOfADrainedEndpointGoToTheNextAndComeBack() {
    Lab lab = Lab.of(LoadBalancer.RingHash.envoy(1024, Lab.BY_USER), Lab.endpoints(4));
    Map<Integer, String> before = placed(lab);
    lab.router.update(
        Lab.config(
            Backend.of(
                Lab.WEB,
                LoadBalancer.RingHash.envoy(1024, Lab.BY_USER),
                Lab.drained(0),
                Lab.endpoint(1),
                Lab.endpoint(2),
                Lab.endpoint(3))));
    Map<Integer, String> drained = placed(lab);
    // Only its keys moved: the ring is the same.
    before.forEach((key, address) -> {
      if (!address.equals(Lab.address(0))) {
        assertThat(drained.get(key)).isEqualTo(address);
      }
    });
    assertThat(drained).doesNotContainValue(Lab.address(0));
    lab.router.update(
        Lab.config(
            Backend.of(Lab.WEB, LoadBalancer.RingHash.envoy(1024, Lab.BY_USER), Lab.endpoints(4))));
    assertThat(placed(lab)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aBackendThatBecomesEmptyNeverAnswersWithWhatItHad(LoadBalancer lb) {
    Lab lab = Lab.of(lb, Lab.endpoints(3));
    lab.where(Lab.user(1));
    Backend empty = Backend.of(Lab.WEB, lb);
    lab.router.update(Lab.config(empty));
    assertThat(lab.router.endpoints(Lab.WEB)).isEmpty();
    assertThatThrownBy(() -> lab.begin(Lab.user(1)))
        .isInstanceOf(RoutingException.NoReachableEndpoints.class);
    lab.router.update(Lab.config(empty.withEndpoints(List.of(Lab.endpoint(9)))));
    assertThat(lab.where(Lab.user(1))).isEqualTo(Lab.address(9));
  }

  /** A ring of two points has none for the third endpoint, and the attempt was null. */
  @Test
  void anEndpointWithoutPointsIsNotWaitedFor() {
    LoadBalancer two =
        new LoadBalancer.RingHash(2, 2, null, RingDialect.ENVOY, List.of(Lab.BY_USER), null);
    Endpoint[] endpoints = Lab.endpoints(3);
    List<EndpointStatus> shares = Lab.of(two, endpoints).router.endpoints(Lab.WEB);
    Endpoint[] withPoints =
        IntStream.range(0, 3)
            .mapToObj(i -> shares.get(i).share() > 0 ? Lab.drained(i) : Lab.endpoint(i))
            .toArray(Endpoint[]::new);
    assertThat(withPoints).filteredOn(Endpoint::drain).hasSize(2);
    Selection selection = Lab.of(two, withPoints).router.select(Lab.user(1));
    assertThatThrownBy(selection::next).isInstanceOf(RoutingException.NoReachableEndpoints.class);
  }

  @Test
  void backendsThatNobodyDefinesAreAnErrorOfTheirOwn() {
    Route route =
        Route.of(
            "r", "web", RouteRule.to(BackendRef.of(new BackendId(new Service.Dns("x.test"), 81))));
    Router router = new Lab(RoutingConfig.of(List.of(route), List.of())).router;
    assertThatThrownBy(() -> router.select(Lab.user(1)))
        .isInstanceOf(RoutingException.NoBackend.class)
        .hasMessage("no backend x.test:81 (expected: one that the configuration defines)");
    assertThatThrownBy(() -> router.endpoints(Lab.WEB))
        .isInstanceOf(RoutingException.NoBackend.class);
  }

  @Test
  void aRuleWithoutBackendsIsABlackHole() {
    Route route = Route.of("r", "web", RouteRule.to());
    Router router = new Lab(RoutingConfig.of(List.of(route), List.of())).router;
    assertThatThrownBy(() -> router.select(Lab.user(1)))
        .isInstanceOf(RoutingException.NoBackend.class)
        .hasMessage("route r, rule 0: no backends (expected: at least one)");
  }

  @Test
  void statusesAreInTheOrderOfTheConfigurationWithTheSharesOfTheKeys() {
    Endpoint z = new Endpoint(HostPort.parse("10.0.0.1:80"), 3, "z", false);
    Endpoint a = new Endpoint(HostPort.parse("10.0.0.2:80"), 1, "a", false);
    Lab ring = Lab.of(LoadBalancer.Rendezvous.of(Lab.BY_USER), z, a);
    Lab turns = Lab.of(new LoadBalancer.RoundRobin(), z, a);
    for (Lab lab : List.of(ring, turns)) {
      List<EndpointStatus> statuses = lab.router.endpoints(Lab.WEB);
      assertThat(statuses.stream().map(EndpointStatus::endpoint)).containsExactly(z, a);
      assertThat(statuses.stream().map(EndpointStatus::share)).containsExactly(0.75, 0.25);
    }
    Attempt attempt = ring.begin(Lab.user(1));
    int at = attempt.endpoint().equals(z) ? 0 : 1;
    assertThat(ring.active().get(at)).isOne();
    assertThat(ring.active().get(1 - at)).isZero();
    attempt.report(Outcome.responded(200));
    attempt.report(Outcome.responded(200));
    assertThat(ring.active()).containsOnly(0);
    assertThat(attempt.backend()).isEqualTo(Lab.WEB);
  }
}
