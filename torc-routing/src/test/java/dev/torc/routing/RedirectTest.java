package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters: redirections, and changes of the path. */
final class RedirectTest {
  private static final RouteFilter.RequestRedirect TO_TLS =
      new RouteFilter.RequestRedirect("https", null, null, null, 301);

  private static Router router(RouteFilter filter, BackendRef... backends) {
    RouteRule rule =
        new RouteRule(null, List.of(), List.of(filter), Timeouts.NONE, null, List.of(backends));
    return new Lab(RoutingConfig.of(List.of(Route.of("r", "web", rule)), List.of())).router;
  }

  /** As the Gateway API has it; it was refused as a black hole. */
  @Test
  void aRedirectionWithoutBackendsWasABlackHole() {
    Router router = router(TO_TLS);
    RouteDecision decision = router.route(Lab.user(1));
    assertThat(decision.rule().redirect()).isEqualTo(TO_TLS);
    assertThat(decision.backend()).isNull();
    Selection selection = router.select(Lab.user(1));
    assertThat(selection.decision()).isEqualTo(decision);
    assertThatThrownBy(selection::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("route r: an attempt (expected: the rule's redirection)");
    Explanation explanation = router.explain(Lab.user(1));
    assertThat(explanation.failure()).isNull();
    assertThat(explanation.endpoint()).isNull();
    assertThat(explanation.steps())
        .last()
        .isEqualTo(new Explanation.Step(Explanation.Part.BACKEND, "none", "the rule redirects"));
  }

  @Test
  void aRedirectionAsksNoBackend() {
    assertThat(router(TO_TLS, BackendRef.of(Lab.WEB)).select(Lab.user(1)).decision().backend())
        .isNull();
  }

  @Test
  void otherFiltersNeedABackend() {
    RouteFilter rewrite = new RouteFilter.UrlRewrite("other.test", null);
    assertThatThrownBy(() -> router(rewrite).route(Lab.user(1)))
        .isInstanceOf(RoutingException.NoBackend.class);
    RouteFilter headers = new RouteFilter.RequestHeaderModifier(Map.of(), Map.of(), List.of("x"));
    assertThat(router(headers, BackendRef.of(Lab.WEB)).route(Lab.user(1)).rule().redirect())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/foo, /bar, /foo, /bar",
    "/foo, /bar, /foo/, /bar/",
    "/foo, /bar, /foo/x, /bar/x",
    "/foo, /bar/, /foo/x, /bar/x",
    "/foo/, /bar, /foo/x, /bar/x",
    "/foo/, /bar/, /foo, /bar",
    "/foo, /, /foo/x, /x",
    "/foo, /, /foo, /",
    "/foo, /, /foo/, /",
    "/, /bar, /x, /bar/x",
    "/, /bar, /, /bar/",
    "/, /, /x, /x",
  })
  void aPrefixIsReplacedByWholeElements(String matched, String with, String path, String result) {
    assertThat(new PathChange.ReplacePrefixMatch(with).apply(path, matched)).isEqualTo(result);
    assertThat(new PathChange.ReplaceFullPath(with).apply(path, matched)).isEqualTo(with);
  }
}
