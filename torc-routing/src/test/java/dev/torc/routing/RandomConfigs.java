package dev.torc.routing;

import dev.torc.config.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Random valid configurations with everything that a file can say. Rings and tables are small, so
 * that a router of one is built in a moment; addresses are of IPv4 and IPv6, as some rings ask for.
 */
@SuppressWarnings("exports") // Of jqwik, by a class that is in the module for tests alone.
public final class RandomConfigs {
  private static final List<String> WORDS = List.of("a", "b", "web", "shop-1", "x9");

  private RandomConfigs() {}

  /** Routes, backends and how names are completed. */
  public static Arbitrary<RoutingConfig> configs() {
    return Combinators.combine(backendLists(), routes().list().ofMaxSize(4), searches())
        .as((backends, routes, search) ->
            new RoutingConfig(defined(distinct(routes), backends), backends, search));
  }

  /** Of distinct names. */
  public static Arbitrary<List<Backend>> backendLists() {
    return backends().list().ofMaxSize(4).uniqueElements(backend -> backend.id().toString());
  }

  /** Each id once: that of the first that has it. */
  private static List<Route> distinct(List<Route> routes) {
    Map<String, Route> byId = new LinkedHashMap<>();
    routes.forEach(route -> byId.putIfAbsent(route.id(), route));
    return List.copyOf(byId.values());
  }

  /** Static services have to be there, if there is any backend. */
  private static List<Route> defined(List<Route> routes, List<Backend> backends) {
    return backends.isEmpty()
        ? routes
        : routes.stream()
            .map(route ->
                new Route(
                    route.id(),
                    route.tags(),
                    route.hostnames(),
                    route.ports(),
                    route.rules().stream().map(rule -> defined(rule, backends)).toList()))
            .toList();
  }

  private static RouteRule defined(RouteRule rule, List<Backend> backends) {
    List<BackendRef> refs =
        IntStream.range(0, rule.backends().size())
            .mapToObj(i -> defined(rule.backends().get(i), backends.get(i % backends.size())))
            .toList();
    return new RouteRule(
        rule.name(), rule.matches(), rule.filters(), rule.timeouts(), rule.retry(), refs);
  }

  private static BackendRef defined(BackendRef ref, Backend backend) {
    return ref.service() instanceof Service.Static
        ? new BackendRef(
            backend.id().service(), ref.port() == null ? null : backend.id().port(), ref.weight())
        : ref;
  }

  /** With up to five endpoints, or none. */
  public static Arbitrary<Backend> backends() {
    return Combinators.combine(
            Combinators.combine(services(), ports()).as(BackendId::new),
            loadBalancers(),
            maybe(outlierDetections()),
            endpoints().list().ofMaxSize(5).uniqueElements(Endpoint::address))
        .as((id, lb, outlier, endpoints) -> new Backend(id, lb, outlier, keyed(endpoints, lb)));
  }

  /** Each key once; grpc-java's ring knows endpoints by addresses alone. */
  private static List<Endpoint> keyed(List<Endpoint> endpoints, LoadBalancer lb) {
    boolean byAddress =
        lb instanceof LoadBalancer.RingHash ring
            && ring.effectiveDialect() == RingDialect.GRPC_JAVA;
    return IntStream.range(0, endpoints.size())
        .mapToObj(i -> {
          Endpoint endpoint = endpoints.get(i);
          String key =
              byAddress || endpoint.hashKey() == null ? null : endpoint.hashKey() + "/" + i;
          return new Endpoint(endpoint.address(), endpoint.weight(), key, endpoint.drain());
        })
        .toList();
  }

  /** Of all kinds. */
  public static Arbitrary<Service> services() {
    return Arbitraries.oneOf(
        Combinators.combine(names(), names()).as(Service.Kube::new),
        hostnames().map(Service.Dns::new),
        names().map(Service.Static::new));
  }

  /** With any weight, drained or not. */
  public static Arbitrary<Endpoint> endpoints() {
    Arbitrary<String> hosts =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 254).map(i -> "10.0.0." + i),
            Arbitraries.integers().between(1, 0xffff).map(i -> "fd00::" + Integer.toHexString(i)));
    return Combinators.combine(
            Combinators.combine(hosts, ports()).as(HostPort::new),
            Arbitraries.integers().between(0, Endpoint.MAX_WEIGHT),
            maybe(texts().filter(text -> !text.isEmpty())),
            Arbitraries.of(true, false))
        .as(Endpoint::new);
  }

  /** Every policy, the rings of every dialect. */
  public static Arbitrary<LoadBalancer> loadBalancers() {
    Arbitrary<List<HashParam>> params = hashParams().list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<LoadBound> bounds =
        maybe(Arbitraries.doubles().between(1.01, 100).map(LoadBound::new));
    return Arbitraries.oneOf(
        Arbitraries.of(
            new LoadBalancer.RoundRobin(),
            new LoadBalancer.Unspecified(),
            new LoadBalancer.LeastRequest(),
            new LoadBalancer.Random()),
        Combinators.combine(
                Arbitraries.of(true, false),
                maybe(Arbitraries.integers().between(1, 500)),
                maybe(Arbitraries.integers().between(500, 2000)),
                Arbitraries.of(RingDialect.ENVOY, RingDialect.GRPC_JAVA),
                params,
                bounds)
            .as((named, least, most, dialect, parts, bound) ->
                new LoadBalancer.RingHash(
                    least,
                    most,
                    null,
                    named || (least == null && most == null) ? dialect : null,
                    parts,
                    bound)),
        Combinators.combine(maybe(Arbitraries.integers().between(1, 3)), params, bounds)
            .as((points, parts, bound) ->
                new LoadBalancer.RingHash(null, null, points, null, parts, bound)),
        Combinators.combine(
                Arbitraries.of(RingDialect.class)
                    .filter(dialect -> dialect.hasPointsPerEndpoint() || !dialect.hasRingSize()),
                params,
                bounds)
            .as((dialect, parts, bound) ->
                new LoadBalancer.RingHash(null, null, null, dialect, parts, bound)),
        Combinators.combine(Arbitraries.of(5, 101, 1009, 65_537), params, bounds)
            .as(LoadBalancer.Maglev::new),
        Combinators.combine(params, bounds).as(LoadBalancer.Rendezvous::new));
  }

  /** Every part of a request. */
  public static Arbitrary<HashParam> hashParams() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        Combinators.combine(headerNames(), flags).as(HashParam.Header::new),
        Combinators.combine(parameterNames(), flags, flags).as(HashParam.QueryParam::new),
        Combinators.combine(headerNames(), flags).as(HashParam.Cookie::new),
        Combinators.combine(
                maybe(Arbitraries.of("/users/([^/]+)", "(?i)(a|b)").map(Regex::parse)), flags)
            .as(HashParam.Path::new),
        flags.map(HashParam.SourceIp::new),
        flags.map(HashParam.Method::new));
  }

  /** Of any length that the file allows. */
  public static Arbitrary<OutlierDetection> outlierDetections() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 1000),
            durations(Duration.ofMillis(1), Duration.ofHours(1)),
            durations(Duration.ofHours(1), Duration.ofHours(24)),
            Arbitraries.integers().between(0, 100))
        .as(OutlierDetection::new);
  }

  /** With up to three rules. */
  public static Arbitrary<Route> routes() {
    Arbitrary<HostnamePattern> patterns =
        Combinators.combine(Arbitraries.of("", "*."), hostnames())
            .as((wildcard, name) -> HostnamePattern.parse(wildcard + name));
    return Combinators.combine(
            names(),
            headers(texts().filter(text -> !text.isEmpty())),
            patterns.list().ofMaxSize(3),
            ports().list().ofMaxSize(2),
            rules().list().ofMaxSize(3))
        .as(Route::new);
  }

  /** With or without matches, filters, limits, repetitions and backends. */
  public static Arbitrary<RouteRule> rules() {
    Arbitrary<BackendRef> refs =
        Combinators.combine(
                services(),
                maybe(ports()),
                Arbitraries.integers().between(1, BackendRef.MAX_WEIGHT))
            .as(BackendRef::new);
    return Combinators.combine(
            maybe(names()),
            matches().list().ofMaxSize(3),
            filters().list().ofMaxSize(2),
            timeouts(),
            maybe(retries()),
            refs.list().ofMaxSize(3))
        .as(RouteRule::new);
  }

  /** Of any part of a request. */
  public static Arbitrary<RouteMatch> matches() {
    return Combinators.combine(
            maybe(
                Arbitraries.oneOf(
                    paths().map(PathMatch.Exact::new),
                    paths().map(PathMatch.Prefix::new),
                    regexes().map(PathMatch.RegularExpression::new))),
            Combinators.combine(headerNames(), values()).as(HeaderMatch::new).list().ofMaxSize(2),
            Combinators.combine(parameterNames(), values()).as(QueryMatch::new).list().ofMaxSize(2),
            maybe(Arbitraries.of("GET", "POST", "M-SEARCH")))
        .as(RouteMatch::new);
  }

  /** Of all kinds. */
  public static Arbitrary<RouteFilter> filters() {
    Arbitrary<PathChange> changes =
        maybe(
            Arbitraries.oneOf(
                paths().map(PathChange.ReplaceFullPath::new),
                paths().map(PathChange.ReplacePrefixMatch::new)));
    return Arbitraries.oneOf(
        Combinators.combine(
                headers(headerNames()), headers(headerNames()), headerNames().list().ofMaxSize(2))
            .as(RouteFilter.RequestHeaderModifier::new),
        Combinators.combine(maybe(hostnames()), changes).as(RouteFilter.UrlRewrite::new),
        Combinators.combine(
                maybe(Arbitraries.of("http", "https")),
                maybe(hostnames()),
                maybe(ports()),
                changes,
                Arbitraries.of(301, 302, 303, 307, 308))
            .as(RouteFilter.RequestRedirect::new));
  }

  /** With an attempt that does not take longer than all. */
  public static Arbitrary<Timeouts> timeouts() {
    return Combinators.combine(
            maybe(durations(Duration.ofSeconds(10), Duration.ofHours(24))),
            maybe(durations(Duration.ofMillis(1), Duration.ofSeconds(10))))
        .as(Timeouts::new);
  }

  /** With any codes. */
  public static Arbitrary<Retry> retries() {
    return Combinators.combine(
            Arbitraries.integers().between(400, 599).list().ofMaxSize(3),
            Arbitraries.integers().between(1, 100),
            durations(Duration.ZERO, Duration.ofMinutes(1)))
        .as(Retry::new);
  }

  /** Often none. */
  public static Arbitrary<SearchConfig> searches() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 15), hostnames().list().ofMaxSize(2))
        .as(SearchConfig::new);
  }

  /** To a host that a configuration may know. */
  public static Arbitrary<RequestView> requests() {
    return Combinators.combine(
            hostnames(),
            Arbitraries.of("http", "https"),
            paths(),
            maybe(Arbitraries.of("a=1", "b=%20x&a", "web", "%61=2")),
            Arbitraries.of("GET", "POST"),
            headers(headerNames()))
        .as((host, scheme, path, query, method, headers) -> {
          String url = scheme + "://" + host + path + (query == null ? "" : "?" + query);
          Map<String, List<String>> lists = new LinkedHashMap<>();
          headers.forEach((name, value) -> lists.put(name, List.of(value)));
          return RequestView.of(method, URI.create(url), lists);
        });
  }

  private static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of(WORDS),
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(63));
  }

  private static Arbitrary<String> hostnames() {
    return Arbitraries.of(WORDS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(labels -> String.join(".", labels));
  }

  private static Arbitrary<Integer> ports() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.of(80, 443)),
        Tuple.of(1, Arbitraries.integers().between(1, 65_535)));
  }

  private static Arbitrary<String> paths() {
    return Arbitraries.of("a", "b%20c", "", "users", "7")
        .list()
        .ofMaxSize(3)
        .map(elements -> "/" + String.join("/", elements));
  }

  private static Arbitrary<Regex> regexes() {
    return Arbitraries.of("/a.*", "[0-9]+|x", "(?i)\"'\\\\\u00e4", "").map(Regex::parse);
  }

  private static Arbitrary<String> headerNames() {
    return Arbitraries.of("a", "X-User", "x-user", "Cookie", "!#$%&'*+-.^_`|~9");
  }

  private static Arbitrary<String> parameterNames() {
    return Arbitraries.of("a", "b", "a b", "q[0]", "\u00e4");
  }

  private static Arbitrary<ValueMatch> values() {
    return Arbitraries.oneOf(
        texts().map(ValueMatch.Exact::new), regexes().map(ValueMatch.RegularExpression::new));
  }

  /** What a file has to quote, too. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "",
            "true",
            "null",
            "~",
            "1",
            "0x1",
            "1e3",
            "- a",
            "a: b",
            "#",
            "a #b",
            " a ",
            "\"",
            "'",
            "*a",
            "&a",
            "!a",
            "%",
            "@",
            "{}",
            "[]",
            "\u00e4\ud83d\ude00"),
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(10));
  }

  private static Arbitrary<Map<String, String>> headers(Arbitrary<String> names) {
    return Arbitraries.maps(names, texts()).ofMaxSize(2);
  }

  private static Arbitrary<Duration> durations(Duration least, Duration most) {
    return Arbitraries.longs().between(least.toNanos(), most.toNanos()).map(Duration::ofNanos);
  }

  /** Null in one of three cases. */
  @SuppressWarnings("NullAway") // jqwik's own annotations do not say that values may be null.
  private static <T extends @Nullable Object> Arbitrary<T> maybe(Arbitrary<? extends T> values) {
    return values.<T>map(value -> value).injectNull(1.0 / 3);
  }
}
