package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of several routes a host and a port belong to. */
final class HostRankingTest {

  private static Route route(String id, List<Integer> ports, String... hostnames) {
    return new Route(
        id,
        Map.of(),
        Arrays.stream(hostnames).map(HostnamePattern::parse).toList(),
        ports,
        List.of(RouteRule.to(BackendRef.of(Lab.WEB))));
  }

  private static Route route(String id, String... hostnames) {
    return route(id, List.of(), hostnames);
  }

  private static String routeOf(String url, Route... routes) {
    return routeOf(url, SearchConfig.NONE, routes);
  }

  private static String routeOf(String url, SearchConfig search, Route... routes) {
    Randomness random = Lab.seeded(1);
    return RouteCheck.check(List.of(routes), Lab.get(url), search, random).route().id();
  }

  private static void assertNoRoute(String url, Route... routes) {
    assertThatThrownBy(() -> routeOf(url, routes))
        .isInstanceOf(RoutingException.NoRouteMatched.class);
  }

  private static final Route[] RANKED = {
    route("every"),
    route("com", "*.com"),
    route("example", "*.example.com"),
    route("deep", "*.deep.example.com"),
    route("exact", "www.example.com"),
    route("exact-again", "www.example.com")
  };

  @ParameterizedTest
  @CsvSource({
    "http://www.example.com/, exact",
    "http://WWW.Example.COM/, exact",
    "http://www.example.com./, exact",
    "http://api.example.com/, example",
    "http://a.b.example.com/, example",
    "http://x.deep.example.com/, deep",
    "http://deep.example.com/, example",
    "http://example.com/, com",
    "http://other.com/, com",
    "http://com/, every",
    "http://www.example.org/, every",
    "http://wwww.example.com/, example",
    "http://[::1]:8080/, every",
    "http://10.0.0.1/, every",
  })
  void exactGoesBeforeTheLongestWildcardAndThatBeforeEveryHost(String url, String id) {
    assertThat(routeOf(url, RANKED)).isEqualTo(id);
    Route[] reversed = RANKED.clone();
    Collections.reverse(Arrays.asList(reversed));
    assertThat(routeOf(url, reversed)).isEqualTo(id.equals("exact") ? "exact-again" : id);
  }

  @Test
  void aWildcardNeedsALabelInFront() {
    Route wildcard = route("w", "*.a.b");
    assertNoRoute("http://a.b/", wildcard);
    assertNoRoute("http://b/", wildcard);
    assertNoRoute("http://xa.b/", wildcard);
    assertNoRoute("http://x.a.b.c/", wildcard);
    assertThat(routeOf("http://x.a.b/", wildcard)).isEqualTo("w");
    assertThat(HostnamePattern.parse("*.a.b").matches(".a.b")).isFalse();
    assertThat(new RouteIndex(List.of(wildcard)).named(".a.b", 80)).isNull();
    assertThat(new RouteIndex(List.of(wildcard)).named("x.a.b", 80)).isEqualTo(wildcard);
    assertThat(HostnamePattern.parse("*.a.b").matches("b")).isFalse();
    assertThat(HostnamePattern.parse("*.a.b").matches("a.b")).isFalse();
    assertThat(HostnamePattern.parse("*.a.b").matches("y.x.a.b")).isTrue();
    assertThat(HostnamePattern.parse("a.b").matches("a.b")).isTrue();
    assertThat(HostnamePattern.parse("a.b").matches("x.a.b")).isFalse();
  }

  @Test
  void theFirstListedOfEqualsCounts() {
    assertThat(routeOf("http://a/", route("one", "a"), route("two", "a"))).isEqualTo("one");
    assertThat(routeOf("http://x.a/", route("one", "*.a"), route("two", "*.a"))).isEqualTo("one");
    assertThat(routeOf("http://x/", route("one"), route("two"))).isEqualTo("one");
  }

  @Test
  void aRouteOfManyNamesIsRankedByTheOneThatMatches() {
    Route many = route("many", "*.example.com", "a.test");
    Route exact = route("exact", "www.example.com");
    assertThat(routeOf("http://www.example.com/", many, exact)).isEqualTo("exact");
    assertThat(routeOf("http://a.test/", route("w", "*.test"), many)).isEqualTo("many");
  }

  @Test
  void portsTakePartBeforeTheRank() {
    Route exact = route("exact", List.of(8080, 9090), "www.example.com");
    Route wildcard = route("wildcard", List.of(80), "*.example.com");
    Route every = route("every", List.of(443));
    assertThat(routeOf("http://www.example.com:8080/", exact, wildcard, every)).isEqualTo("exact");
    assertThat(routeOf("http://www.example.com:9090/", exact, wildcard, every)).isEqualTo("exact");
    assertThat(routeOf("http://www.example.com/", exact, wildcard, every)).isEqualTo("wildcard");
    assertThat(routeOf("https://www.example.com/", exact, wildcard, every)).isEqualTo("every");
    assertNoRoute("http://www.example.com:81/", exact, wildcard, every);
  }

  @Test
  void theRouteOfTheHostAloneDecides() {
    Route strict =
        new Route(
            "strict",
            Map.of(),
            List.of(HostnamePattern.parse("www.example.com")),
            List.of(),
            List.of());
    assertThatThrownBy(() -> routeOf("http://www.example.com/", strict, route("w", "*.com")))
        .isInstanceOf(RoutingException.NoRuleMatched.class)
        .hasMessage("route strict: no rule for GET / (expected: one that matches; 0 looked at)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "*.", "a.*", "*.*.b", "*a.b", "::1", "[::1]", "A.b", "a.b.", "", "a..b"})
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> HostnamePattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void searchCompletesNamesLikeResolvConf() {
    SearchConfig search = new SearchConfig(2, List.of("ns.svc.cluster.local", "example.com"));
    Route shop = route("shop", "shop.ns.svc.cluster.local");
    Route other = route("other", "shop.example.com");
    Route bare = route("bare", "shop");
    assertThat(routeOf("http://shop/", search, bare, other, shop)).isEqualTo("shop");
    assertThat(routeOf("http://shop/", search, bare, other)).isEqualTo("other");
    assertThat(routeOf("http://shop/", search, bare)).isEqualTo("bare");
    assertThat(routeOf("http://shop./", search, bare, other, shop)).isEqualTo("bare");
  }

  @ParameterizedTest
  @CsvSource({
    "1, a, a.x a.y a",
    "1, a.b, a.b a.b.x a.b.y",
    "2, a.b, a.b.x a.b.y a.b",
    "2, a.b.c, a.b.c a.b.c.x a.b.c.y",
    "0, a, a a.x a.y",
    "15, a.b.c, a.b.c.x a.b.c.y a.b.c",
    "5, a., a",
    "5, 10.0.0.1, 10.0.0.1",
    "5, ::1, ::1",
    "5, ::ffff:1.2.3.4, ::ffff:1.2.3.4",
    "5, 10.0.0.1a, 10.0.0.1a.x 10.0.0.1a.y 10.0.0.1a",
  })
  void triesANameInTheOrderOfItsDots(int ndots, String host, String candidates) {
    assertThat(new SearchConfig(ndots, List.of("x", "y")).candidates(host))
        .containsExactly(candidates.split(" "));
  }

  @Test
  void withoutSearchANameIsItself() {
    assertThat(new SearchConfig(15, List.of()).candidates("a")).containsExactly("a");
    assertThat(SearchConfig.NONE.candidates("a.")).containsExactly("a");
  }

  /** A completed name has a route for every host like any other, which proved nothing of it. */
  @Test
  void aRouteForEveryHostCameBeforeTheOneThatNamesIt() {
    SearchConfig search = new SearchConfig(1, List.of("example.com"));
    assertThat(routeOf("http://shop/", search, route("every"), route("bare", "shop")))
        .isEqualTo("bare");
    assertThat(routeOf("http://other/", search, route("every"), route("bare", "shop")))
        .isEqualTo("every");
  }

  @Test
  void anAddressMetAWildcardOfTheSearch() {
    SearchConfig search = new SearchConfig(5, List.of("example.com"));
    Route wildcard = route("w", "*.example.com");
    assertThat(routeOf("http://shop/", search, wildcard)).isEqualTo("w");
    assertThat(routeOf("http://10.0.0.1/", search, wildcard, route("every"))).isEqualTo("every");
    assertThat(routeOf("http://[::1]/", search, wildcard, route("every"))).isEqualTo("every");
  }

  @Test
  void aBackendOfTheNameIsARouteIfNoRouteIs() {
    BackendId other = new BackendId(new Service.Kube("web", "ns"), 8080);
    Router router =
        new Lab(
                new RoutingConfig(
                    List.of(route("exact", "api.test")),
                    List.of(
                        Backend.of(Lab.WEB, new LoadBalancer.RoundRobin()),
                        Backend.of(other, new LoadBalancer.RoundRobin())),
                    new SearchConfig(1, List.of("ns.svc.cluster.local"))))
            .router;
    assertThat(router.route(Lab.get("http://web:8080/")).backend()).isEqualTo(other);
    assertThat(router.route(Lab.get("http://web/")).backend()).isEqualTo(Lab.WEB);
    assertThat(router.route(Lab.get("http://web./")).backend()).isEqualTo(Lab.WEB);
    assertThatThrownBy(() -> router.route(Lab.get("http://web.:8080/")))
        .isInstanceOf(RoutingException.NoRouteMatched.class)
        .hasMessage(
            "no route for web.:8080 (expected: a route or a backend of that name, or of one"
                + " completed by search)");
    assertThatThrownBy(() -> router.route(Lab.get("http://web:81/")))
        .isInstanceOf(RoutingException.NoRouteMatched.class);
  }

  @Test
  void aRouteForEveryHostGoesBeforeABackendOfTheName() {
    Router router =
        new Lab(
                RoutingConfig.of(
                    List.of(route("every", List.of(81))),
                    List.of(
                        Backend.of(Lab.WEB, new LoadBalancer.RoundRobin()),
                        Backend.of(
                            new BackendId(new Service.Static("web"), 81),
                            new LoadBalancer.RoundRobin()))))
            .router;
    assertThat(router.route(Lab.get("http://web:81/")).route().id()).isEqualTo("every");
    assertThat(router.route(Lab.get("http://web/")).route().id()).isEqualTo("implicit");
  }
}
