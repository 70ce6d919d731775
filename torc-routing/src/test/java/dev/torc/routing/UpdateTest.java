package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.hash.PlacementException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What outlives a change of the configuration, and what does not. */
final class UpdateTest {
  private static final Outcome FAILURE = Outcome.responded(500);
  private static final LoadBalancer TURNS = new LoadBalancer.RoundRobin();
  private static final OutlierDetection ONCE =
      new OutlierDetection(1, Duration.ofSeconds(30), Duration.ofMinutes(5), 50);

  private static Backend backend(LoadBalancer lb, Endpoint... endpoints) {
    return new Backend(Lab.WEB, lb, ONCE, List.of(endpoints));
  }

  private static Lab lab(LoadBalancer lb, Endpoint... endpoints) {
    return new Lab(Lab.config(backend(lb, endpoints)));
  }

  @Test
  void endpointsThatStayKeepTheirRequestsAndEjections() {
    Lab lab = lab(TURNS, Lab.endpoints(3));
    Attempt failing = lab.begin(Lab.user(1));
    Attempt slow = lab.begin(Lab.user(1));
    failing.report(FAILURE);
    lab.router.update(
        Lab.config(
            backend(
                LoadBalancer.RingHash.of(Lab.BY_USER),
                Lab.endpoint(2),
                Lab.endpoint(1),
                Lab.endpoint(0),
                Lab.endpoint(7))));
    for (EndpointStatus status : lab.router.endpoints(Lab.WEB)) {
      assertThat(status.active()).isEqualTo(status.endpoint().equals(slow.endpoint()) ? 1 : 0);
      assertThat(status.ejected())
          .isEqualTo(Duration.ofSeconds(status.endpoint().equals(failing.endpoint()) ? 30 : 0));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(lab.where(Lab.user(i))).isNotEqualTo(failing.endpoint().address().toString());
    }
    slow.report(Outcome.responded(200));
    assertThat(lab.active()).containsOnly(0);
  }

  @Test
  void aChangeOfWeightOrHashKeyIsNoOtherEndpoint() {
    Lab lab = lab(TURNS, Lab.endpoints(1));
    Attempt slow = lab.begin(Lab.user(1));
    lab.router.update(Lab.config(backend(TURNS, Lab.weighted(0, 5))));
    assertThat(lab.active()).containsExactly(1);
    lab.router.update(Lab.config(backend(TURNS, Lab.drained(0))));
    assertThat(lab.active()).containsExactly(1);
    slow.report(Outcome.responded(200));
    assertThat(lab.active()).containsExactly(0);
  }

  @Test
  void endpointsAndBackendsThatGoAreForgotten() {
    Lab lab = lab(TURNS, Lab.endpoints(2));
    Attempt failing = lab.begin(Lab.user(1));
    failing.report(FAILURE);
    Attempt slow = lab.begin(Lab.user(1));
    lab.router.update(Lab.config(backend(TURNS, Lab.endpoint(5))));
    lab.router.update(Lab.config(backend(TURNS, Lab.endpoints(2))));
    assertThat(lab.active()).containsOnly(0);
    assertThat(lab.router.endpoints(Lab.WEB)).allMatch(status -> status.ejected().isZero());
    slow.report(FAILURE);
    assertThat(lab.active()).containsOnly(0);
    assertThat(lab.heard).hasSize(1);

    lab.begin(Lab.user(1));
    lab.router.update(RoutingConfig.EMPTY);
    assertThatThrownBy(() -> lab.router.select(Lab.user(1)))
        .isInstanceOf(RoutingException.NoRouteMatched.class);
    lab.router.update(Lab.config(backend(TURNS, Lab.endpoints(2))));
    assertThat(lab.active()).containsOnly(0);
  }

  @Test
  void aRequestFinishesWithTheEndpointsItBeganWith() {
    Lab lab =
        new Lab(
            Lab.retrying(backend(TURNS, Lab.endpoints(2)), new Retry(List.of(), 5, Duration.ZERO)));
    Selection selection = lab.router.select(Lab.user(1));
    lab.router.update(Lab.config(backend(TURNS, Lab.endpoint(9))));
    Set<String> tried = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      Attempt attempt = Lab.next(selection);
      tried.add(attempt.endpoint().address().toString());
      attempt.report(Outcome.NOT_SENT);
      assertThat(selection.retry(Outcome.NOT_SENT, true, null)).isNotNull();
    }
    assertThat(tried).containsExactlyInAnyOrder(Lab.address(0), Lab.address(1));
    assertThat(lab.active()).containsOnly(0);
  }

  @Test
  void anUnchangedBackendKeepsItsTurn() {
    Backend other = Backend.of(Lab.id("other"), TURNS, Lab.endpoint(9));
    Lab steady = lab(TURNS, Lab.endpoints(7));
    Lab updated = lab(TURNS, Lab.endpoints(7));
    for (int i = 0; i < 50; i++) {
      assertThat(updated.where(Lab.user(1))).isEqualTo(steady.where(Lab.user(1)));
      Backend same = backend(TURNS, Lab.endpoints(7));
      updated.router.update(i % 2 == 0 ? Lab.config(other, same) : Lab.config(same));
    }
  }

  @Test
  void anUpdateThatFailsLeavesEverythingAsItWas() {
    Lab lab = lab(TURNS, Lab.endpoints(3));
    Lab steady = lab(TURNS, Lab.endpoints(3));
    Attempt slow = lab.begin(Lab.user(1));
    steady.begin(Lab.user(1));
    RoutingConfig before = lab.router.config();
    Backend tooSmall =
        Backend.of(
            Lab.id("small"),
            new LoadBalancer.Maglev(3, List.of(Lab.BY_USER), null),
            Lab.endpoints(4));
    RoutingConfig refused =
        Lab.config(backend(LoadBalancer.RingHash.of(Lab.BY_USER), Lab.endpoints(100)), tooSmall);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> lab.router.update(refused)).isInstanceOf(PlacementException.class);
      assertThat(lab.router.config()).isSameAs(before);
      assertThat(lab.where(Lab.user(1))).isEqualTo(steady.where(Lab.user(1)));
    }
    assertThat(lab.active().stream().mapToInt(Integer::intValue).sum()).isOne();
    slow.report(Outcome.CANCELLED);
    // The hundred endpoints do not count: of three, one may be ejected.
    for (int i = 0; i < 20; i++) {
      lab.send(Lab.user(1), FAILURE);
    }
    assertThat(lab.heard).hasSize(1);
    assertThatThrownBy(() -> lab.router.endpoints(Lab.id("small")))
        .isInstanceOf(RoutingException.NoBackend.class);
    assertThatThrownBy(() -> new Lab(refused)).isInstanceOf(PlacementException.class);
  }

  /** The n-th configuration: a route, a backend and endpoints that belong together. */
  private static RoutingConfig numbered(int number) {
    BackendId id = Lab.id("b" + number % 7);
    Endpoint[] endpoints =
        IntStream.range(0, 1 + number % 5)
            .mapToObj(i -> Endpoint.of("10.9." + number % 250 + "." + (i + 1) + ":80"))
            .toArray(Endpoint[]::new);
    LoadBalancer lb =
        switch (number % 4) {
          case 0 -> TURNS;
          case 1 -> LoadBalancer.RingHash.of(Lab.BY_USER);
          case 2 -> new LoadBalancer.Rendezvous(List.of(Lab.BY_USER), new LoadBound(1.25));
          default -> new LoadBalancer.LeastRequest();
        };
    Route route = Route.of("r" + number, "web", RouteRule.to(BackendRef.of(id)));
    return RoutingConfig.of(List.of(route), List.of(Backend.of(id, lb, endpoints)));
  }

  @Test
  @Timeout(60)
  void everyRequestSeesOneConfigurationAsAWhole() throws Exception {
    Lab lab = new Lab(numbered(0));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        readers.add(
            executor.submit(() -> {
              int requests = 0;
              while (!over.get() || requests < 1000) {
                Selection selection = lab.router.select(Lab.user(requests++));
                int number = Integer.parseInt(selection.decision().route().id().substring(1));
                Attempt attempt = Lab.next(selection);
                assertThat(attempt.backend()).isEqualTo(Lab.id("b" + number % 7));
                assertThat(attempt.endpoint().address().host())
                    .startsWith("10.9." + number % 250 + ".");
                attempt.report(Outcome.responded(200));
                assertThat(lab.router.explain(Lab.user(1)).failure()).isNull();
              }
              return requests;
            }));
      }
      for (int number = 1; number <= 700; number++) {
        lab.router.update(numbered(number));
      }
      over.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    } finally {
      over.set(true);
      executor.shutdownNow();
    }
    assertThat(lab.router.endpoints(Lab.id("b0"))).allMatch(status -> status.active() == 0);
  }
}
