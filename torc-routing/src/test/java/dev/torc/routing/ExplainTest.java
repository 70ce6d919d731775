package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a request goes where it goes. */
final class ExplainTest {
  private static final List<HashParam> PARAMS =
      List.of(
          new HashParam.QueryParam("user", true, false),
          new HashParam.Header("x-user", false),
          new HashParam.Cookie("id", true),
          new HashParam.Path(Regex.parse("/users/([0-9]+)"), false));

  private static List<String> lines(Explanation explanation) {
    return explanation.steps().stream()
        .map(step -> step.part() + " " + step.subject() + ": " + step.finding())
        .toList();
  }

  static Stream<LoadBalancer.Hashing> hashing() {
    return Stream.of(
        new LoadBalancer.RingHash(null, null, null, null, PARAMS, null),
        new LoadBalancer.RingHash(1024, null, null, null, PARAMS, null),
        new LoadBalancer.RingHash(null, null, null, RingDialect.GRPC_JAVA, PARAMS, null),
        new LoadBalancer.RingHash(null, null, null, RingDialect.NGINX, PARAMS, null),
        new LoadBalancer.Maglev(1009, PARAMS, null),
        new LoadBalancer.Rendezvous(PARAMS, new LoadBound(100)));
  }

  private static RequestView random(SplittableRandom random) {
    String host = random.nextInt(10) == 0 ? "none" : random.nextInt(3) == 0 ? "api" : "web";
    String path = random.nextBoolean() ? "/users/" + random.nextInt(1000) : "/x";
    String query = random.nextBoolean() ? "?user=" + random.nextInt(1000) : "";
    return RequestView.of(
        random.nextInt(4) == 0 ? "POST" : "GET",
        URI.create("http://" + host + path + query),
        Map.of(
            "X-User",
            List.of("u" + random.nextInt(9), "v" + random.nextInt(9)),
            "Cookie",
            List.of("id=" + random.nextInt(1000))));
  }

  /** Some are drained, one is ejected, a route has a rule that not all requests match. */
  @ParameterizedTest
  @MethodSource("hashing")
  void agreesWithWhatARequestMeets(LoadBalancer.Hashing lb) {
    List<Endpoint> endpoints = new ArrayList<>(List.of(Lab.endpoints(12)));
    endpoints.set(3, Lab.drained(3));
    endpoints.set(4, Lab.weighted(4, 0));
    OutlierDetection once =
        new OutlierDetection(1, Duration.ofSeconds(30), Duration.ofMinutes(5), 50);
    Route api =
        Route.of(
            "api",
            "api",
            new RouteRule(
                null,
                List.of(new RouteMatch(null, List.of(), List.of(), "GET")),
                List.of(),
                Timeouts.NONE,
                null,
                List.of(BackendRef.of(Lab.WEB))));
    Lab lab =
        new Lab(RoutingConfig.of(List.of(api), List.of(new Backend(Lab.WEB, lb, once, endpoints))));
    lab.send(Lab.user(7), Outcome.responded(500));
    SplittableRandom random = new SplittableRandom(1);
    int failures = 0;
    for (int i = 0; i < 2000; i++) {
      RequestView request = random(random);
      Explanation explanation = lab.router.explain(request);
      try {
        Selection selection = lab.router.select(request);
        assertThat(explanation.decision()).isEqualTo(selection.decision());
        Attempt attempt = Lab.next(selection);
        assertThat(explanation.endpoint()).isEqualTo(attempt.endpoint());
        assertThat(explanation.failure()).isNull();
        assertThat(explanation.steps())
            .last()
            .satisfies(step -> {
              assertThat(step.part()).isEqualTo(Explanation.Part.ENDPOINT);
              assertThat(step.subject()).isEqualTo(attempt.endpoint().address().toString());
              assertThat(step.finding()).startsWith("chosen by the hash");
            });
        attempt.report(Outcome.CANCELLED);
      } catch (RoutingException e) {
        failures++;
        assertThat(explanation.endpoint()).isNull();
        assertThat(explanation.failure()).isNotNull().hasSameClassAs(e).hasMessage(e.getMessage());
      }
    }
    assertThat(failures).isBetween(200, 500);
  }

  @Test
  void tellsEveryStep() {
    RouteRule no =
        new RouteRule(
            "admin",
            List.of(
                RouteMatch.path(new PathMatch.Prefix("/admin")),
                new RouteMatch(null, List.of(), List.of(), "POST")),
            List.of(),
            Timeouts.NONE,
            null,
            List.of());
    RouteRule yes =
        RouteRule.to(
            new BackendRef(new Service.Static("web"), 80, 3),
            new BackendRef(new Service.Static("spare"), null, 0));
    LoadBalancer ring =
        new LoadBalancer.RingHash(
            1024,
            null,
            null,
            null,
            List.of(
                new HashParam.Header("x-user", false),
                new HashParam.QueryParam("query", true, false),
                new HashParam.Cookie("id", false),
                new HashParam.SourceIp(false)),
            null);
    Endpoint[] replicas =
        IntStream.rangeClosed(8081, 8084)
            .mapToObj(port -> Endpoint.of("127.0.0.1:" + port))
            .toArray(Endpoint[]::new);
    Lab lab =
        new Lab(
            new RoutingConfig(
                List.of(Route.of("shop", "*.example.com", no, yes)),
                List.of(
                    Backend.of(Lab.WEB, ring, replicas),
                    Backend.of(Lab.id("spare"), new LoadBalancer.RoundRobin())),
                new SearchConfig(1, List.of("other.test", "example.com"))));
    Explanation explanation = lab.router.explain(Lab.get("http://shop/?query=red"));
    assertThat(lines(explanation))
        .containsExactly(
            "ROUTE shop.other.test:80: no route, no backend",
            "ROUTE shop.example.com:80: route shop, by *.example.com",
            "RULE rule 0 (admin): does not match: path; method",
            "RULE rule 1: matches",
            "BACKEND web:80: 100.0% of the requests, drawn",
            "BACKEND spare:80: 0.0% of the requests",
            "HASH header x-user: no value",
            "HASH query parameter query: \"red\"",
            "HASH cookie id: not looked at: the one before is terminal",
            "HASH source address: not looked at: the one before is terminal",
            "HASH hash: d1d784bb12e4656a, 82.0% around the circle",
            "ENDPOINT 127.0.0.1:8084: chosen by the hash");
  }

  @Test
  void tellsWhoIsPassedOver() {
    OutlierDetection once =
        new OutlierDetection(1, Duration.ofSeconds(30), Duration.ofMinutes(5), 50);
    LoadBalancer ring = LoadBalancer.RingHash.of(Lab.BY_USER);
    Lab lab = new Lab(Lab.config(new Backend(Lab.WEB, ring, once, List.of(Lab.endpoints(3)))));
    Attempt first = lab.begin(Lab.user(1));
    String own = first.endpoint().address().toString();
    first.report(Outcome.NOT_SENT);
    String next = lab.where(Lab.user(1));
    lab.pass(Duration.ofMillis(500));
    assertThat(lines(lab.router.explain(Lab.user(1))))
        .endsWith(
            "ENDPOINT " + own + ": passed over: it is ejected for 29500 ms more",
            "ENDPOINT " + next + ": chosen by the hash");
    List<Endpoint> drained =
        Stream.of(Lab.endpoints(3))
            .map(e -> e.equals(first.endpoint()) ? new Endpoint(e.address(), 1, null, true) : e)
            .toList();
    lab.router.update(Lab.config(new Backend(Lab.WEB, ring, once, drained)));
    assertThat(lines(lab.router.explain(Lab.user(1))))
        .endsWith(
            "ENDPOINT " + own + ": passed over: it is drained",
            "ENDPOINT " + next + ": chosen by the hash");
  }

  /** The explanation went on to the next parameter, as the terminal one had no value itself. */
  @Test
  void aTerminalParameterWithoutAValueWasLookedPast() {
    LoadBalancer ring =
        LoadBalancer.RingHash.of(
            Lab.BY_USER, new HashParam.Header("none", true), new HashParam.Method(false));
    assertThat(lines(Lab.of(ring, Lab.endpoints(2)).router.explain(Lab.user(1))))
        .contains(
            "HASH query parameter user: \"1\"",
            "HASH header none: no value",
            "HASH method: not looked at: the one before is terminal");
  }

  /** A reference without a port was shown with the port of the one that was drawn. */
  @Test
  void aReferenceWithoutAPortWasShownWithAnothers() {
    Route route =
        Route.of(
            "r",
            "web",
            RouteRule.to(
                new BackendRef(new Service.Static("web"), 8080, 1),
                new BackendRef(new Service.Static("other"), null, 0)));
    assertThat(
            lines(new Lab(RoutingConfig.of(List.of(route), List.of())).router.explain(Lab.user(1))))
        .contains(
            "BACKEND web:8080: 100.0% of the requests, drawn",
            "BACKEND other:80: 0.0% of the requests");
  }

  @Test
  void everyFailureIsToldWithTheStepsBeforeIt() {
    Route hole = Route.of("hole", "hole", RouteRule.to());
    Route strict =
        Route.of(
            "strict",
            "strict",
            new RouteRule(
                null,
                List.of(RouteMatch.path(new PathMatch.Exact("/x"))),
                List.of(),
                Timeouts.NONE,
                null,
                List.of()));
    Route lost =
        Route.of("lost", "lost", RouteRule.to(new BackendRef(new Service.Dns("x.test"), null, 1)));
    Lab lab =
        new Lab(
            RoutingConfig.of(
                List.of(hole, strict, lost),
                List.of(Backend.of(Lab.WEB, LoadBalancer.RingHash.of(Lab.BY_USER)))));
    Explanation none = lab.router.explain(Lab.get("http://none/"));
    assertThat(none.failure()).isInstanceOf(RoutingException.NoRouteMatched.class);
    assertThat(lines(none)).containsExactly("ROUTE none:80: no route, no backend");
    assertThat(none.decision()).isNull();

    Explanation noRule = lab.router.explain(Lab.get("http://strict/"));
    assertThat(noRule.failure()).isInstanceOf(RoutingException.NoRuleMatched.class);
    assertThat(lines(noRule))
        .containsExactly(
            "ROUTE strict:80: route strict, by strict", "RULE rule 0: does not match: path");

    Explanation noBackends = lab.router.explain(Lab.get("http://hole/"));
    assertThat(noBackends.failure()).isInstanceOf(RoutingException.NoBackend.class);
    assertThat(lines(noBackends)).last().isEqualTo("RULE rule 0: matches");

    Explanation noBackend = lab.router.explain(Lab.get("https://lost/"));
    assertThat(noBackend.failure())
        .isInstanceOf(RoutingException.NoBackend.class)
        .hasMessage("no backend x.test:443 (expected: one that the configuration defines)");
    assertThat(lines(noBackend)).last().isEqualTo("BACKEND x.test:443: the only one, drawn");
    assertThat(noBackend.decision()).isNotNull();

    Explanation noEndpoints = lab.router.explain(Lab.get("http://web/"));
    assertThat(noEndpoints.failure()).isInstanceOf(RoutingException.NoReachableEndpoints.class);
    assertThat(lines(noEndpoints))
        .startsWith(
            "ROUTE web:80: no route, but a backend of that name",
            "RULE rule 0: matches",
            "BACKEND web:80: the only one, drawn",
            "HASH query parameter user: no value")
        .last()
        .asString()
        .startsWith("HASH hash: none of these has a value: a random one, ");
  }

  @Test
  void aRouteForEveryHostIsToldAfterTheNames() {
    Route every = new Route("every", Map.of(), List.of(), List.of(), List.of(RouteRule.to()));
    Lab lab = new Lab(RoutingConfig.of(List.of(every), List.of()));
    assertThat(lines(lab.router.explain(Lab.user(1))))
        .containsExactly(
            "ROUTE web:80: no route, no backend",
            "ROUTE *:80: route every, which is for every host",
            "RULE rule 0: matches");
  }

  @Test
  void otherPoliciesTellWhoWouldBeNext() {
    for (LoadBalancer lb :
        List.of(
            new LoadBalancer.RoundRobin(),
            new LoadBalancer.Random(),
            new LoadBalancer.LeastRequest())) {
      Lab lab = Lab.of(lb, Lab.endpoints(1));
      assertThat(lines(lab.router.explain(Lab.user(1))))
          .last()
          .isEqualTo(
              "ENDPOINT 10.0.0.1:80: chosen by " + lb.getClass().getSimpleName() + ", for now");
    }
  }

  /** It returned endpoints to service, and said so to the listener. */
  @Test
  void toExplainHadAnEffect() {
    OutlierDetection once =
        new OutlierDetection(1, Duration.ofSeconds(30), Duration.ofMinutes(5), 50);
    for (LoadBalancer lb :
        List.of(
            new LoadBalancer.RoundRobin(),
            LoadBalancer.RingHash.of(Lab.BY_USER),
            new LoadBalancer.Rendezvous(List.of(Lab.BY_USER), new LoadBound(1.25)))) {
      Lab lab = new Lab(Lab.config(new Backend(Lab.WEB, lb, once, List.of(Lab.endpoints(3)))));
      Lab twin = new Lab(Lab.config(new Backend(Lab.WEB, lb, once, List.of(Lab.endpoints(3)))));
      for (Lab one : List.of(lab, twin)) {
        one.send(Lab.user(1), Outcome.NOT_SENT);
        one.pass(Duration.ofSeconds(30));
      }
      for (int i = 0; i < 100; i++) {
        for (int asked = 0; asked < i % 5; asked++) {
          lab.router.explain(Lab.user(i));
          lab.router.explain(Lab.get("http://none/"));
        }
        assertThat(lab.active()).containsOnly(0);
        assertThat(lab.heard).isEqualTo(twin.heard);
        assertThat(lab.where(Lab.user(i))).isEqualTo(twin.where(Lab.user(i)));
      }
      assertThat(lab.heard).hasSize(2);
    }
  }
}
