package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.FieldErrorsException;
import dev.torc.config.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What records refuse, and in which words. */
final class RecordTest {
  private static final List<HashParam> PARAMS = List.of(Lab.BY_USER);

  private static Arguments refused(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"names", "matches", "policies", "limits"})
  void refuses(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(FieldErrorsException.class)
        .hasMessage(message);
  }

  private static Arguments name(String name) {
    return refused(
        "id: \""
            + name
            + "\" (expected: 1 to 63 of a-z, 0-9 and -, beginning with a letter and not ending"
            + " with -)",
        () -> new Route(name, Map.of(), List.of(), List.of(), List.of()));
  }

  private static Arguments host(String name) {
    return refused(
        "hostname: \""
            + name
            + "\" (expected: a host name in lower case, labels of a-z, 0-9 and - joined by dots)",
        () -> new Service.Dns(name));
  }

  static Stream<Arguments> names() {
    String label = "1 to 63 of a-z, 0-9 and -, beginning with a letter and not ending with -";
    return Stream.of(
        name(""),
        name("Shop"),
        name("1a"),
        name("-a"),
        name("a-"),
        name("a.b"),
        name("a b"),
        name("a_b"),
        refused(
            "id: \"" + "a".repeat(64) + "\" (expected: " + label + ")",
            () -> Route.of("a".repeat(64), "web")),
        refused(
            "id: \"" + "a".repeat(80) + "…\" (expected: " + label + ")",
            () -> Route.of("a".repeat(100), "web")),
        refused("id: \"a?b\" (expected: " + label + ")", () -> Route.of("a\nb", "web")),
        refused("name: \"X\" (expected: " + label + ")", () -> new Service.Kube("X", "ns")),
        refused("namespace: \"\" (expected: " + label + ")", () -> new Service.Kube("x", "")),
        refused("name: \"a.b\" (expected: " + label + ")", () -> new Service.Static("a.b")),
        refused("name: \"A\" (expected: " + label + ")", () -> rule("A")),
        host(""),
        host("A.b"),
        host("a..b"),
        host(".a"),
        host("a."),
        host("-a"),
        host("a-.b"),
        host("a b"),
        host("::1"),
        refused(
            "hostname: \"" + "a.".repeat(40) + "…\" (expected: at most 253 characters)",
            () -> new Service.Dns("a.".repeat(126) + "ab")),
        refused(
            "\"a.*\" (expected: a host name, or *. and the end of one)",
            () -> HostnamePattern.parse("a.*")),
        refused("port: 0 (expected: 1 to 65535)", () -> new BackendId(Lab.WEB.service(), 0)),
        refused(
            "port: 65536 (expected: 1 to 65535)", () -> new BackendId(Lab.WEB.service(), 65_536)),
        refused("port: -1 (expected: 1 to 65535)", () -> new BackendRef(Lab.WEB.service(), -1, 1)),
        refused(
            "ports: 0 (expected: 1 to 65535)",
            () -> new Route("a", Map.of(), List.of(), List.of(80, 0), List.of())),
        refused(
            "search: \"X\" (expected: a host name in lower case, labels of a-z, 0-9 and - joined by"
                + " dots)",
            () -> new SearchConfig(1, List.of("x", "X"))),
        refused("ndots: -1 (expected: 0 to 15)", () -> new SearchConfig(-1, List.of())),
        refused("ndots: 16 (expected: 0 to 15)", () -> new SearchConfig(16, List.of())));
  }

  private static RouteRule rule(@Nullable String name, BackendRef... refs) {
    return new RouteRule(name, List.of(), List.of(), Timeouts.NONE, null, List.of(refs));
  }

  static Stream<Arguments> matches() {
    String token = " (expected: a token of HTTP: letters, digits and !#$%&'*+-.^_`|~)";
    ValueMatch x = new ValueMatch.Exact("x");
    return Stream.of(
        refused(
            "value: \"foo\" (expected: a path that begins with /)",
            () -> new PathMatch.Exact("foo")),
        refused(
            "value: \"\" (expected: a path that begins with /)", () -> new PathMatch.Prefix("")),
        refused(
            "value: \"x\" (expected: a path that begins with /)",
            () -> new PathChange.ReplaceFullPath("x")),
        refused(
            "value: \"\" (expected: a path that begins with /)",
            () -> new PathChange.ReplacePrefixMatch("")),
        refused(
            "\"(\" (expected: a regular expression of RE2; missing closing ))",
            () -> Regex.parse("(")),
        refused(
            "\"(?=a)\" (expected: a regular expression of RE2; invalid or unsupported Perl syntax)",
            () -> Regex.parse("(?=a)")),
        refused("1025 characters (expected: at most 1024)", () -> Regex.parse("a".repeat(1025))),
        refused("name: \"a b\"" + token, () -> new HeaderMatch("a b", x)),
        refused("name: \"\"" + token, () -> new HeaderMatch("", x)),
        refused("name: \"a:\"" + token, () -> new HashParam.Header("a:", false)),
        refused("name: \"a=b\"" + token, () -> new HashParam.Cookie("a=b", false)),
        refused("name: \"\" (expected: at least one character)", () -> new QueryMatch("", x)),
        refused(
            "name: \"\" (expected: at least one character)",
            () -> new HashParam.QueryParam("", false, false)),
        refused("method: \"G T\"" + token, () -> method("G T")),
        refused(
            "method: \"get\" (expected: upper case, as methods are compared by case)",
            () -> method("get")),
        refused(
            "regex: \"/a\" (expected: an expression with exactly one group)",
            () -> new HashParam.Path(Regex.parse("/a"), false)),
        refused(
            "regex: \"(a)(b)\" (expected: an expression with exactly one group)",
            () -> new HashParam.Path(Regex.parse("(a)(b)"), false)),
        refused("header: \"a b\"" + token, () -> headers(Map.of("a b", "x"), List.of())),
        refused("remove: \"\"" + token, () -> headers(Map.of(), List.of(""))),
        refused(
            "x: \"a??b\" (expected: text without control characters)",
            () -> headers(Map.of("x", "a\r\nb"), List.of())),
        refused(
            "scheme: \"ftp\" (expected: http or https)",
            () -> new RouteFilter.RequestRedirect("ftp", null, null, null, 302)),
        refused(
            "port: 0 (expected: 1 to 65535)",
            () -> new RouteFilter.RequestRedirect(null, null, 0, null, 302)),
        refused(
            "statusCode: 304 (expected: 301, 302, 303, 307 or 308)",
            () -> new RouteFilter.RequestRedirect(null, null, null, null, 304)),
        refused(
            "hostname: \"A\" (expected: a host name in lower case, labels of a-z, 0-9 and - joined"
                + " by dots)",
            () -> new RouteFilter.UrlRewrite("A", null)));
  }

  private static RouteMatch method(String method) {
    return new RouteMatch(null, List.of(), List.of(), method);
  }

  private static RouteFilter headers(Map<String, String> add, List<String> remove) {
    return new RouteFilter.RequestHeaderModifier(Map.of(), add, remove);
  }

  private static LoadBalancer ring(
      @Nullable Integer least,
      @Nullable Integer most,
      @Nullable Integer points,
      @Nullable RingDialect dialect) {
    return new LoadBalancer.RingHash(least, most, points, dialect, PARAMS, null);
  }

  static Stream<Arguments> policies() {
    String noParams = "hashParams: none (expected: at least one part of the request to hash)";
    return Stream.of(
        refused(noParams, () -> LoadBalancer.RingHash.of()),
        refused(noParams, () -> LoadBalancer.Maglev.of()),
        refused(noParams, () -> LoadBalancer.Rendezvous.of()),
        refused("minRingSize: 0 (expected: 1 to 8388608)", () -> ring(0, null, null, null)),
        refused(
            "minRingSize: 8388609 (expected: 1 to 8388608)",
            () -> ring(8_388_609, null, null, null)),
        refused("maxRingSize: 0 (expected: 1 to 8388608)", () -> ring(null, 0, null, null)),
        refused(
            "maxRingSize: 5 (expected: at least minRingSize, 10)", () -> ring(10, 5, null, null)),
        refused("pointsPerEndpoint: 0 (expected: 1 to 100000)", () -> ring(null, null, 0, null)),
        refused(
            "pointsPerEndpoint: 100001 (expected: 1 to 100000)",
            () -> ring(null, null, 100_001, null)),
        refused(
            "pointsPerEndpoint: with minRingSize (expected: only in Torc's own ring)",
            () -> ring(1024, null, 160, null)),
        refused(
            "pointsPerEndpoint: with dialect grpc-java (expected: only in Torc's own ring)",
            () -> ring(null, null, 160, RingDialect.GRPC_JAVA)),
        refused(
            "minRingSize: with dialect torc (expected: only with envoy or grpc-java)",
            () -> ring(1024, null, null, RingDialect.TORC)),
        refused(
            "maxRingSize: with dialect libmemcached-ketama-weighted (expected: only with envoy or"
                + " grpc-java)",
            () -> ring(null, 1024, null, RingDialect.LIBMEMCACHED_KETAMA_WEIGHTED)),
        refused("tableSize: 65536 (expected: a prime)", () -> maglev(65_536)),
        refused("tableSize: 1 (expected: 2 to 5000011)", () -> maglev(1)),
        refused("tableSize: -7 (expected: 2 to 5000011)", () -> maglev(-7)),
        refused("tableSize: 5000077 (expected: 2 to 5000011)", () -> maglev(5_000_077)),
        refused("factor: 1.0 (expected: above 1, at most 100)", () -> new LoadBound(1)),
        refused("factor: 100.5 (expected: above 1, at most 100)", () -> new LoadBound(100.5)),
        refused("factor: NaN (expected: above 1, at most 100)", () -> new LoadBound(Double.NaN)),
        refused(
            "factor: Infinity (expected: above 1, at most 100)",
            () -> new LoadBound(Double.POSITIVE_INFINITY)),
        refused("factor: -2.0 (expected: above 1, at most 100)", () -> new LoadBound(-2)));
  }

  private static LoadBalancer maglev(int tableSize) {
    return new LoadBalancer.Maglev(tableSize, PARAMS, null);
  }

  private static OutlierDetection outlier(int failures, String base, String most, int percent) {
    return new OutlierDetection(failures, Duration.parse(base), Duration.parse(most), percent);
  }

  private static Endpoint endpoint(int weight, @Nullable String key) {
    return new Endpoint(new HostPort("a", 1), weight, key, false);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        refused("weight: -1 (expected: 0 to 1000)", () -> endpoint(-1, null)),
        refused("weight: 1001 (expected: 0 to 1000)", () -> endpoint(1001, null)),
        refused("hashKey: \"\" (expected: at least one character)", () -> endpoint(1, "")),
        refused(
            "weight: -1 (expected: 0 to 1000000)",
            () -> new BackendRef(Lab.WEB.service(), null, -1)),
        refused(
            "weight: 1000001 (expected: 0 to 1000000)",
            () -> new BackendRef(Lab.WEB.service(), null, 1_000_001)),
        refused(
            "codes: 399 (expected: 400 to 599)",
            () -> new Retry(List.of(503, 399), 2, Duration.ZERO)),
        refused(
            "codes: 600 (expected: 400 to 599)", () -> new Retry(List.of(600), 2, Duration.ZERO)),
        refused("attempts: 0 (expected: 1 to 100)", () -> new Retry(List.of(), 0, Duration.ZERO)),
        refused(
            "attempts: 101 (expected: 1 to 100)", () -> new Retry(List.of(), 101, Duration.ZERO)),
        refused(
            "backoff: PT-0.001S (expected: PT0S to PT1M)",
            () -> new Retry(List.of(), 2, Duration.ofMillis(-1))),
        refused(
            "backoff: PT1M0.000000001S (expected: PT0S to PT1M)",
            () -> new Retry(List.of(), 2, Duration.ofMinutes(1).plusNanos(1))),
        refused(
            "request: PT0S (expected: PT0.001S to PT24H)", () -> new Timeouts(Duration.ZERO, null)),
        refused(
            "backendRequest: PT25H (expected: PT0.001S to PT24H)",
            () -> new Timeouts(null, Duration.ofHours(25))),
        refused(
            "backendRequest: 2s (expected: at most request, 1s)",
            () -> new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2))),
        refused(
            "consecutiveFailures: 0 (expected: 1 to 1000)", () -> outlier(0, "PT30S", "PT5M", 50)),
        refused(
            "consecutiveFailures: 1001 (expected: 1 to 1000)",
            () -> outlier(1001, "PT30S", "PT5M", 50)),
        refused(
            "baseEjectionTime: PT0S (expected: PT0.001S to PT1H)",
            () -> outlier(5, "PT0S", "PT5M", 50)),
        refused(
            "maxEjectionTime: PT24H0.001S (expected: PT0.001S to PT24H)",
            () -> outlier(5, "PT30S", "PT24H0.001S", 50)),
        refused(
            "maxEjectionTime: 29s (expected: at least baseEjectionTime, 30s)",
            () -> outlier(5, "PT30S", "PT29S", 50)),
        refused(
            "maxEjectionPercent: -1 (expected: 0 to 100)", () -> outlier(5, "PT30S", "PT5M", -1)),
        refused(
            "maxEjectionPercent: 101 (expected: 0 to 100)",
            () -> outlier(5, "PT30S", "PT5M", 101)));
  }

  private static void assertErrors(ThrowingCallable call, String... errors) {
    assertThatThrownBy(call)
        .isInstanceOf(FieldErrorsException.class)
        .hasMessage(String.join("\n", errors));
  }

  @Test
  void errorsBelowSayWhere() {
    assertErrors(
        () ->
            rule(
                null,
                new BackendRef(Lab.WEB.service(), 80, 0),
                new BackendRef(Lab.WEB.service(), 81, 0)),
        "backends: all weights are 0 (expected: at least one above 0)");
    assertErrors(
        () ->
            Backend.of(
                Lab.WEB,
                new LoadBalancer.RoundRobin(),
                Lab.endpoint(0),
                Lab.endpoint(1),
                Lab.endpoint(0),
                new Endpoint(HostPort.parse("a:1"), 1, Lab.address(1), false)),
        "endpoints[2]: 10.0.0.1:80 twice (expected: each address once)",
        "endpoints[3]: hashKey: \"10.0.0.2:80\" twice (expected: each key once)");
    Route route = Route.of("r", "web", RouteRule.to(BackendRef.of(Lab.id("none"))));
    Backend kube =
        Backend.of(new BackendId(new Service.Kube("a", "b"), 80), ring(1, null, null, null));
    Backend dns =
        Backend.of(
            new BackendId(new Service.Dns("a.b.svc.cluster.local"), 80), ring(1, null, null, null));
    assertErrors(
        () -> RoutingConfig.of(List.of(route, Route.of("s", "web"), route), List.of(kube, dns)),
        "routes[2].id: \"r\" twice (expected: each id once)",
        "backends[1].id: a.b.svc.cluster.local:80 twice (expected: each backend once)",
        "routes[0].rules[0].backends[0]: no backend none:80 (expected: one of backends)",
        "routes[2].rules[0].backends[0]: no backend none:80 (expected: one of backends)");
    // Without backends, others may define them.
    assertThat(RoutingConfig.of(List.of(route), List.of()).routes()).containsExactly(route);
  }

  @Test
  void aStaticReferenceWithoutAPortNeedsAnyPortOfTheService() {
    Route any =
        Route.of("r", "web", RouteRule.to(new BackendRef(new Service.Static("web"), null, 1)));
    Route dns = Route.of("d", "d", RouteRule.to(new BackendRef(new Service.Dns("x.test"), 80, 1)));
    Backend web = Backend.of(Lab.WEB, new LoadBalancer.RoundRobin());
    assertThat(RoutingConfig.of(List.of(any, dns), List.of(web)).routes()).hasSize(2);
    Backend other = Backend.of(Lab.id("other"), new LoadBalancer.RoundRobin());
    assertErrors(
        () -> RoutingConfig.of(List.of(any, dns), List.of(other)),
        "routes[0].rules[0].backends[0]: no backend web (expected: one of backends)");
  }

  @Test
  void theEndsOfRangesAreAccepted() {
    assertThat(Route.of("a".repeat(63), "a_b." + "x".repeat(63)).id()).hasSize(63);
    assertThat(new Service.Dns("a.".repeat(126) + "a").hostname()).hasSize(253);
    assertThat(ring(1, 1, null, null)).isNotNull();
    assertThat(ring(8_388_608, 8_388_608, null, RingDialect.GRPC_JAVA)).isNotNull();
    assertThat(ring(null, null, 100_000, RingDialect.TORC)).isNotNull();
    assertThat(maglev(2)).isNotNull();
    assertThat(maglev(5_000_011)).isNotNull();
    assertThat(new LoadBound(Math.nextUp(1.0))).isNotNull();
    assertThat(new LoadBound(100)).isNotNull();
    assertThat(new Retry(List.of(400, 599), 100, Duration.ofMinutes(1))).isNotNull();
    assertThat(outlier(1000, "PT1H", "PT24H", 100)).isNotNull();
    assertThat(outlier(1, "PT0.001S", "PT0.001S", 0)).isNotNull();
    assertThat(new Timeouts(Duration.ofHours(24), Duration.ofMillis(1))).isNotNull();
    assertThat(Regex.parse("(".repeat(500) + ")".repeat(500)).matches("")).isTrue();
  }
}
