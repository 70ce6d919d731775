package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import dev.torc.config.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Routing as a file says it, and where the file is wrong. */
final class ConfigFileTest {

  private static RoutingConfig parse(String text) {
    return Configuration.parse(text, "torc.yaml", RoutingConfig.class);
  }

  private static final String FULL =
      """
      cache: {of: another program}
      search: {ndots: 2, search: [ns.svc.cluster.local]}
      routes:
        - id: shop
          tags: {team: a}
          hostnames: [shop.test, "*.shop.test"]
          ports: [80, 8080]
          rules:
            - name: api
              matches:
                - path: {value: /exact}
                  method: POST
                - path: {type: Prefix, value: /api}
                  headers:
                    - {name: x-user, value: ann}
                    - {name: x-team, type: RegularExpression, value: "a|b"}
                  query_params: [{name: q, value: ''}]
                - path: {type: regex, value: '/v[0-9]+'}
              filters:
                - type: RequestHeaderModifier
                  set: {a: b}
                  remove: [c]
                - type: UrlRewrite
                  path: {type: ReplacePrefixMatch, value: /v1}
              timeouts: {request: 2.5, backend_request: 500ms}
              retry: {codes: [503], attempts: 3, backoff: 0.1}
              backends:
                - {type: k8s, name: web, namespace: ns, port: 80, weight: 9}
                - {type: DNS, hostname: old.test}
            - filters: [{type: RequestRedirect, scheme: https, statusCode: 301}]
      backends:
        - id: {type: kube, name: web, namespace: ns, port: 80}
          lb:
            type: RingHash
            minRingSize: 1024
            hashParams:
              - {type: query, name: user, terminal: true}
              - {type: Header, name: x-user}
              - {type: cookie, name: id}
              - {type: Path, regex: '/u/([^/]+)'}
              - {type: SourceIp}
              - {type: Method}
            boundedLoad: {}
          outlier: {consecutiveFailures: 3}
        - id: {type: static, name: list, port: 81}
          endpoints:
            - 10.0.0.1:80
            - {address: '[::1]:80', weight: 2, hashKey: b, drain: true}
        - id: {type: static, name: ring, port: 81}
          lb: {type: RingHash, dialect: libmemcached-ketama, hashParams: [{type: Method}]}
      """;

  @Test
  void readsEverythingThatThereIs() {
    BackendId web = new BackendId(new Service.Kube("web", "ns"), 80);
    RouteRule api =
        new RouteRule(
            "api",
            List.of(
                new RouteMatch(new PathMatch.Exact("/exact"), List.of(), List.of(), "POST"),
                new RouteMatch(
                    new PathMatch.Prefix("/api"),
                    List.of(
                        new HeaderMatch("x-user", new ValueMatch.Exact("ann")),
                        new HeaderMatch(
                            "x-team", new ValueMatch.RegularExpression(Regex.parse("a|b")))),
                    List.of(new QueryMatch("q", new ValueMatch.Exact(""))),
                    null),
                RouteMatch.path(new PathMatch.RegularExpression(Regex.parse("/v[0-9]+")))),
            List.of(
                new RouteFilter.RequestHeaderModifier(Map.of("a", "b"), Map.of(), List.of("c")),
                new RouteFilter.UrlRewrite(null, new PathChange.ReplacePrefixMatch("/v1"))),
            new Timeouts(Duration.ofMillis(2500), Duration.ofMillis(500)),
            new Retry(List.of(503), 3, Duration.ofMillis(100)),
            List.of(
                new BackendRef(web.service(), 80, 9),
                new BackendRef(new Service.Dns("old.test"), null, 1)));
    RouteRule redirect =
        new RouteRule(
            null,
            List.of(),
            List.of(new RouteFilter.RequestRedirect("https", null, null, null, 301)),
            Timeouts.NONE,
            null,
            List.of());
    LoadBalancer ring =
        new LoadBalancer.RingHash(
            1024,
            null,
            null,
            null,
            List.of(
                new HashParam.QueryParam("user", true, false),
                new HashParam.Header("x-user", false),
                new HashParam.Cookie("id", false),
                new HashParam.Path(Regex.parse("/u/([^/]+)"), false),
                new HashParam.SourceIp(false),
                new HashParam.Method(false)),
            new LoadBound(1.25));
    LoadBalancer ketama =
        new LoadBalancer.RingHash(
            null,
            null,
            null,
            RingDialect.LIBMEMCACHED_KETAMA,
            List.of(new HashParam.Method(false)),
            null);
    assertThat(parse(FULL))
        .isEqualTo(
            new RoutingConfig(
                List.of(
                    new Route(
                        "shop",
                        Map.of("team", "a"),
                        List.of(
                            HostnamePattern.parse("shop.test"),
                            HostnamePattern.parse("*.shop.test")),
                        List.of(80, 8080),
                        List.of(api, redirect))),
                List.of(
                    new Backend(
                        web,
                        ring,
                        new OutlierDetection(3, Duration.ofSeconds(30), Duration.ofMinutes(5), 50),
                        List.of()),
                    Backend.of(
                        new BackendId(new Service.Static("list"), 81),
                        new LoadBalancer.RoundRobin(),
                        Endpoint.of("10.0.0.1:80"),
                        new Endpoint(new HostPort("::1", 80), 2, "b", true)),
                    Backend.of(new BackendId(new Service.Static("ring"), 81), ketama)),
                new SearchConfig(2, List.of("ns.svc.cluster.local"))));
  }

  @Test
  void anEmptyFileIsNoRouting() {
    assertThat(parse("{}")).isEqualTo(RoutingConfig.EMPTY);
    assertThat(parse("{\"routes\": [], \"backends\": []}")).isEqualTo(RoutingConfig.EMPTY);
  }

  private static Arguments wrong(String text, String... problems) {
    return Arguments.of(text, String.join("\n", problems));
  }

  private static Arguments inRule(String field, String... problems) {
    return wrong("routes:\n  - id: a\n    rules:\n      - " + field, problems);
  }

  private static Arguments inBackend(String field, String... problems) {
    return wrong("backends:\n  - id: {type: static, name: a, port: 80}\n    " + field, problems);
  }

  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        wrong(
            "routes:\n  - id: Shop",
            "torc.yaml:2:9: routes[0].id: \"Shop\" (expected: 1 to 63 of a-z, 0-9 and -, beginning"
                + " with a letter and not ending with -)"),
        wrong(
            "routes:\n  - {id: a, hostnames: [shop.test, '*.*.x']}",
            "torc.yaml:2:36: routes[0].hostnames[1]: \"*.*.x\" (expected: a host name, or *. and"
                + " the end of one)"),
        wrong(
            "routes: [{id: a}, {id: b}, {id: a}]",
            "torc.yaml:1:33: routes[2].id: \"a\" twice (expected: each id once)"),
        inRule(
            "matches: [{path: {type: regex, value: '('}}]",
            "torc.yaml:4:47: routes[0].rules[0].matches[0].path.value: \"(\" (expected: a regular"
                + " expression of RE2; missing closing ))"),
        inRule(
            "matches: [{path: {type: Prefix, value: foo}}]",
            "torc.yaml:4:48: routes[0].rules[0].matches[0].path.value: \"foo\" (expected: a path"
                + " that begins with /)"),
        inRule(
            "backends: [{type: static, name: w, weight: 0}, {type: static, name: v, weight: 0}]",
            "torc.yaml:4:19: routes[0].rules[0].backends: all weights are 0 (expected: at least one"
                + " above 0)"),
        inRule(
            "retry: {codes: [399], attempts: 0, backoff: 2m}",
            "torc.yaml:4:25: routes[0].rules[0].retry.codes[0]: 399 (expected: 400 to 599)",
            "torc.yaml:4:41: routes[0].rules[0].retry.attempts: 0 (expected: 1 to 100)",
            "torc.yaml:4:53: routes[0].rules[0].retry.backoff: \"2m\" (expected: at most 1m)"),
        inRule(
            "timeouts: {request: 1s, backendRequest: 2s}",
            "torc.yaml:4:49: routes[0].rules[0].timeouts.backendRequest: 2s (expected: at most"
                + " request, 1s)"),
        wrong(
            "routes:\n  - id: a\n    rules:\n      - backends: [{type: static, name: b}, {type:"
                + " static, name: nobody}]\nbackends:\n  - id: {type: static, name: b, port: 80}",
            "torc.yaml:4:45: routes[0].rules[0].backends[1]: no backend nobody (expected: one of"
                + " backends)"),
        wrong(
            "backends:\n  - id: {type: kube, name: a, namespace: b, port: 80}\n  - id: {type: dns,"
                + " hostname: a.b.svc.cluster.local, port: 80}",
            "torc.yaml:3:9: backends[1].id: a.b.svc.cluster.local:80 twice (expected: each backend"
                + " once)"),
        inBackend(
            "endpoints: ['10.0.0.1:80', '10.0.0.2:80', '10.0.0.1:80']",
            "torc.yaml:3:47: backends[0].endpoints[2]: 10.0.0.1:80 twice (expected: each address"
                + " once)"),
        inBackend(
            "lb: {type: RingHash, minRingSize: 10, dialect: torc, hashParams: [{type: Method}]}",
            "torc.yaml:3:39: backends[0].lb.minRingSize: with dialect torc (expected: only with"
                + " envoy or grpc-java)"),
        inBackend(
            "lb: {type: RingHash}",
            "torc.yaml:3:9: missing field \"hashParams\" in backends[0].lb (expected: a list)"),
        inBackend(
            "lb: {type: Maglev, tableSize: 10, hashParams: [{type: Method}]}",
            "torc.yaml:3:35: backends[0].lb.tableSize: 10 (expected: a prime)"),
        inBackend(
            "lb: {type: Rendezvous, hashParams: [{type: Method}], boundedLoad: {factor: 1}}",
            "torc.yaml:3:80: backends[0].lb.boundedLoad.factor: 1.0 (expected: above 1, at most"
                + " 100)"),
        inBackend(
            "lb: {type: Rendezvous, hashParams: [{type: Method}], boundedLoad: {factor: .nan}}",
            "torc.yaml:3:80: backends[0].lb.boundedLoad.factor: .nan (expected: a finite number)"),
        inBackend(
            "outlier: {consecutiveFailures: 0, baseEjectionTime: 2h, maxEjectionPercent: 101}",
            "torc.yaml:3:36: backends[0].outlier.consecutiveFailures: 0 (expected: 1 to 1000)",
            "torc.yaml:3:57: backends[0].outlier.baseEjectionTime: \"2h\" (expected: 1ms to 1h)",
            "torc.yaml:3:81: backends[0].outlier.maxEjectionPercent: 101 (expected: 0 to 100)"),
        wrong(
            "backends:\n  - id: {type: static, name: a, prot: 80}\n    lb: {type: RingHsh}\n   "
                + " endpoint: []",
            "torc.yaml:2:9: missing field \"port\" in backends[0].id (expected: a whole number)",
            "torc.yaml:2:33: unknown field \"prot\" in backends[0].id (did you mean \"port\"?)",
            "torc.yaml:3:16: backends[0].lb.type: \"RingHsh\" (did you mean \"RingHash\"?)",
            "torc.yaml:4:5: unknown field \"endpoint\" in backends[0] (did you mean"
                + " \"endpoints\"?)"),
        wrong("search: {ndots: 16}", "torc.yaml:1:17: search.ndots: 16 (expected: 0 to 15)"));
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void saysWhereAFileIsWrong(String text, String problems) {
    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> parse(text));
    assertThat(thrown).as("accepted: %s", text).isNotNull();
    assertThat(thrown).hasMessage(problems);
  }
}
