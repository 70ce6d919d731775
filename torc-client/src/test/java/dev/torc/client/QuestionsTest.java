package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.BackendRef;
import dev.torc.routing.Endpoint;
import dev.torc.routing.Explanation;
import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.Outcome;
import dev.torc.routing.OutlierDetection;
import dev.torc.routing.PathMatch;
import dev.torc.routing.Route;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.RouteMatch;
import dev.torc.routing.RouteRule;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import dev.torc.routing.SearchConfig;
import dev.torc.routing.Service;
import dev.torc.routing.Timeouts;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client answers without sending. */
final class QuestionsTest {
  private static final Route ROUTE =
      Route.of(
          "shop",
          "shop",
          new RouteRule(
              null,
              List.of(RouteMatch.path(new PathMatch.Prefix("/wines"))),
              List.of(),
              Timeouts.NONE,
              null,
              List.of(BackendRef.of(Routings.SHOP))),
          new RouteRule(
              null,
              List.of(RouteMatch.path(new PathMatch.Prefix("/hole"))),
              List.of(),
              Timeouts.NONE,
              null,
              List.of()));

  private static final Backend BACKEND =
      new Backend(
          Routings.SHOP,
          new LoadBalancer.RoundRobin(),
          new OutlierDetection(1, Duration.ofMinutes(5), Duration.ofMinutes(5), 50),
          List.of(Endpoint.of("127.0.0.1:1"), Endpoint.of("127.0.0.1:2")));

  private static final RoutingConfig CONFIG = RoutingConfig.of(List.of(ROUTE), List.of(BACKEND));

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  @Test
  void whereARequestGoes() {
    try (TorcClient client = TorcClient.of(CONFIG)) {
      RouteDecision decision = client.resolveRoutes(get("http://shop/wines"));
      assertThat(decision.route()).isEqualTo(ROUTE);
      assertThat(decision.ruleIndex()).isZero();
      assertThat(decision.backend()).isEqualTo(Routings.SHOP);
      assertThatThrownBy(() -> client.resolveRoutes(get("http://shop/beer")))
          .isInstanceOf(RoutingException.NoRuleMatched.class);
      assertThatThrownBy(() -> client.resolve(get("http://shop/hole")))
          .isInstanceOf(RoutingException.NoBackend.class);
      assertThat(client.dumpRoutes()).containsExactly(ROUTE);
      assertThat(client.dumpBackends()).containsExactly(BACKEND);
      assertThatThrownBy(() -> client.endpoints(new BackendId(new Service.Static("x"), 80)))
          .isInstanceOf(RoutingException.NoBackend.class);
    }
  }

  @Test
  void whoSendsByOtherMeansReports() {
    Recorded recorded = new Recorded();
    try (TorcClient client =
        TorcClient.builder().withRouting(CONFIG).withRecorder(recorded).build()) {
      Resolution resolution = client.resolve(get("http://shop/wines"));
      assertThat(resolution.decision().route()).isEqualTo(ROUTE);
      assertThat(Recorded.active(client)).isEqualTo(1);
      client.report(resolution.attempt(), Outcome.BROKEN);
      assertThat(Recorded.active(client)).isZero();
      assertThat(recorded.others())
          .contains("ejected shop:80 " + resolution.endpoint().address() + " PT5M");
      // The other one takes over, also in the next attempt of the same resolution.
      assertThat(client.resolve(get("http://shop/wines")).endpoint())
          .isNotEqualTo(resolution.endpoint());
    }
  }

  @Test
  void whyARequestGoesThere() {
    try (TorcClient client = TorcClient.of(CONFIG)) {
      Explanation explanation = client.explain(get("http://shop/wines"));
      assertThat(explanation.failure()).isNull();
      assertThat(explanation.endpoint()).isNotNull();
      assertThat(client.explain(get("http://elsewhere/")).failure())
          .isInstanceOf(RoutingException.NoRouteMatched.class);
      assertThat(Recorded.active(client)).isZero();
    }
  }

  private static RouteDecision check(String url) {
    return TorcClient.checkRoute(List.of(ROUTE), "GET", url, Map.of(), SearchConfig.NONE);
  }

  @Test
  void routesAreCheckedWithoutAClient() {
    assertThat(check("http://shop/wines?x=1").backend()).isEqualTo(Routings.SHOP);
    assertThatThrownBy(() -> check("http://a b/"))
        .isInstanceOf(RoutingException.InvalidUrl.class)
        .hasMessageContaining("expected: an absolute URL");
    assertThatThrownBy(() -> check("/wines")).isInstanceOf(RoutingException.InvalidUrl.class);
    assertThatThrownBy(() -> check("http://beer/"))
        .isInstanceOf(RoutingException.NoRouteMatched.class);
    assertThatThrownBy(() -> check("http://shop/beer"))
        .isInstanceOf(RoutingException.NoRuleMatched.class);
    assertThatThrownBy(() ->
            TorcClient.checkRoute(
                List.of(ROUTE, ROUTE), "GET", "http://shop/", Map.of(), SearchConfig.NONE))
        .isInstanceOf(RoutingException.InvalidRoute.class)
        .hasMessageContaining("twice");
  }

  @Test
  void routesAndBackendsAreWrittenForKubernetes() {
    BackendId id = new BackendId(new Service.Kube("recs", "default"), 80);
    Backend backend =
        Backend.of(
            id, LoadBalancer.RingHash.envoy(1024, new HashParam.QueryParam("query", false, false)));
    assertThat(TorcClient.dumpKubeBackend(backend)).contains("junctionlabs.io/backend.lb.80");
    Route route =
        Route.of("recs", "recs.default.svc.cluster.local", RouteRule.to(BackendRef.of(id)));
    assertThat(TorcClient.dumpKubeRoute(route, "default"))
        .contains("kind: HTTPRoute", "name: recs", "namespace: default");
  }
}
