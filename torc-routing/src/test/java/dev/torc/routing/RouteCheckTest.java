package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Routes asked without backends. */
final class RouteCheckTest {
  private static final Route ROUTE =
      Route.of(
          "r",
          "*.example.com",
          new RouteRule(
              "api",
              List.of(RouteMatch.path(new PathMatch.Prefix("/api"))),
              List.of(),
              Timeouts.NONE,
              null,
              List.of(BackendRef.of(Lab.WEB))),
          new RouteRule(
              "hole",
              List.of(RouteMatch.path(new PathMatch.Prefix("/hole"))),
              List.of(),
              Timeouts.NONE,
              null,
              List.of()));

  private static RouteDecision check(String url, Route... routes) {
    return RouteCheck.check(List.of(routes), Lab.get(url), SearchConfig.NONE, Lab.seeded(1));
  }

  @Test
  void tellsRouteRuleAndBackend() {
    RouteDecision decision = check("http://a.example.com/api/x", ROUTE);
    assertThat(decision.route()).isEqualTo(ROUTE);
    assertThat(decision.ruleIndex()).isZero();
    assertThat(decision.rule().name()).isEqualTo("api");
    assertThat(decision.backend()).isEqualTo(Lab.WEB);
  }

  @Test
  void everyKindOfFailureHasItsOwnError() {
    assertThatThrownBy(() -> check("http://other.test/api", ROUTE))
        .isInstanceOf(RoutingException.NoRouteMatched.class)
        .hasMessage("no route for other.test:80 (expected: a route or a backend of that name)");
    assertThatThrownBy(() -> check("http://a.example.com/", ROUTE))
        .isInstanceOf(RoutingException.NoRuleMatched.class)
        .hasMessage("route r: no rule for GET / (expected: one that matches; 2 looked at)");
    assertThatThrownBy(() -> check("http://a.example.com/hole", ROUTE))
        .isInstanceOf(RoutingException.NoBackend.class)
        .hasMessage("route r, rule 1: no backends (expected: at least one)");
    assertThatThrownBy(() -> check("http://a.example.com/api", ROUTE, ROUTE))
        .isInstanceOf(RoutingException.InvalidRoute.class)
        .hasMessageContaining("\"r\" twice (expected: each id once)");
    assertThatThrownBy(() -> check("ftp://a/", ROUTE))
        .isInstanceOf(RoutingException.InvalidUrl.class);
  }

  @Test
  void onlyMissingEndpointsAreTemporary() {
    assertThat(new RoutingException.NoReachableEndpoints("x").isTemporary()).isTrue();
    for (RoutingException e :
        List.of(
            new RoutingException.TimedOut("x"),
            new RoutingException.InvalidUrl("x"),
            new RoutingException.InvalidRoute("x"),
            new RoutingException.NoRouteMatched("x"),
            new RoutingException.NoRuleMatched("x"),
            new RoutingException.NoBackend("x"))) {
      assertThat(e.isTemporary()).isFalse();
      assertThat(e.kind()).isEqualTo(e.getClass().getSimpleName());
      assertThat(e).hasMessage("x");
    }
  }
}
