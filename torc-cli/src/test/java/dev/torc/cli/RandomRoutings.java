package dev.torc.cli;

import dev.torc.config.HostPort;
import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.BackendRef;
import dev.torc.routing.Endpoint;
import dev.torc.routing.HashParam;
import dev.torc.routing.HeaderMatch;
import dev.torc.routing.HostnamePattern;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.LoadBound;
import dev.torc.routing.OutlierDetection;
import dev.torc.routing.PathChange;
import dev.torc.routing.PathMatch;
import dev.torc.routing.QueryMatch;
import dev.torc.routing.Regex;
import dev.torc.routing.Retry;
import dev.torc.routing.RingDialect;
import dev.torc.routing.Route;
import dev.torc.routing.RouteFilter;
import dev.torc.routing.RouteMatch;
import dev.torc.routing.RouteRule;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.SearchConfig;
import dev.torc.routing.Service;
import dev.torc.routing.Timeouts;
import dev.torc.routing.ValueMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Valid configurations by chance: every variant, every field, and texts that YAML and JSON have to
 * quote.
 */
final class RandomRoutings {
  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          " ",
          "~",
          "null",
          "true",
          "no",
          "on",
          "1",
          "0x1f",
          "1e3",
          ".inf",
          "1_000",
          "12:30",
          "2001-01-01",
          "- a",
          "a: b",
          "a #b",
          "#a",
          "[a]",
          "{a}",
          "*a",
          "&a",
          "!a",
          "|",
          ">",
          "%a",
          "@a",
          "`a",
          "'a'",
          "\"a\"",
          "a\\b",
          "a'b\"c",
          "ä",
          "漢字",
          "\uD83D\uDE00",
          "a, b",
          "=",
          "<<");

  private final Random random;
  private final boolean kube;

  /**
   * Configurations that a seed stands for.
   *
   * @param kube whether to make only what Kubernetes knows too
   */
  RandomRoutings(long seed, boolean kube) {
    this.random = new Random(seed);
    this.kube = kube;
  }

  RoutingConfig config() {
    List<Backend> backends = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Backend backend = backend();
      if (ids.add(backend.id().toString())) {
        backends.add(backend);
      }
    }
    List<Service> services = backends.stream().map(backend -> backend.id().service()).toList();
    List<Route> routes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      routes.add(route(name() + "-" + i, services, backends));
    }
    return new RoutingConfig(routes, backends, search());
  }

  private SearchConfig search() {
    return new SearchConfig(random.nextInt(16), list(2, this::hostname));
  }

  Route route(String id, List<Service> services, List<Backend> backends) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      tags.put(kube ? name() : "t" + i + text(), text());
    }
    List<HostnamePattern> hosts = List.copyOf(new LinkedHashSet<>(list(3, this::pattern)));
    List<Integer> ports = List.copyOf(new LinkedHashSet<>(list(2, this::port)));
    List<RouteRule> rules = list(3, () -> rule(services, backends));
    return new Route(
        id,
        tags,
        hosts,
        kube && hosts.isEmpty() ? List.of() : ports,
        kube && rules.isEmpty() ? List.of(rule(services, backends)) : rules);
  }

  private HostnamePattern pattern() {
    if (kube) {
      return HostnamePattern.parse(new Service.Kube(name(), name()).hostname());
    }
    return HostnamePattern.parse((random.nextBoolean() ? "*." : "") + hostname());
  }

  private RouteRule rule(List<Service> services, List<Backend> backends) {
    List<BackendRef> refs = list(3, () -> ref(services, backends));
    if (!refs.isEmpty() && refs.stream().allMatch(ref -> ref.weight() == 0)) {
      refs = List.of();
    }
    return new RouteRule(
        maybe(this::name),
        list(3, this::match),
        list(3, this::filter),
        timeouts(),
        maybe(this::retry),
        refs);
  }

  /** A static service has to be defined if any backend is. */
  private BackendRef ref(List<Service> services, List<Backend> backends) {
    @Nullable Integer port = kube || random.nextBoolean() ? Integer.valueOf(port()) : null;
    int weight = random.nextInt(4) * random.nextInt(BackendRef.MAX_WEIGHT / 3);
    if (!services.isEmpty() && !kube && random.nextBoolean()) {
      BackendId id = backends.get(random.nextInt(backends.size())).id();
      return new BackendRef(id.service(), random.nextBoolean() ? id.port() : null, weight);
    }
    Service service = random.nextBoolean() || kube ? kubeService() : new Service.Dns(hostname());
    return new BackendRef(service, port, weight);
  }

  private Service kubeService() {
    return new Service.Kube(name(), name());
  }

  private RouteMatch match() {
    String method = kube ? "GET" : oneOf("GET", "POST", "PURGE", "NO", "M-SEARCH");
    RouteMatch match =
        new RouteMatch(
            maybe(this::pathMatch),
            list(2, () -> new HeaderMatch(token(), valueMatch())),
            list(2, () -> new QueryMatch("q" + text(), valueMatch())),
            maybe(() -> method));
    // Kubernetes is told of a match for all paths instead.
    return kube && match.equals(new RouteMatch(null, List.of(), List.of(), null))
        ? RouteMatch.path(new PathMatch.Prefix("/"))
        : match;
  }

  private PathMatch pathMatch() {
    return switch (random.nextInt(3)) {
      case 0 -> new PathMatch.Exact(path());
      case 1 -> new PathMatch.Prefix(path());
      default -> new PathMatch.RegularExpression(regex());
    };
  }

  private ValueMatch valueMatch() {
    return random.nextBoolean()
        ? new ValueMatch.Exact(text())
        : new ValueMatch.RegularExpression(regex());
  }

  private RouteFilter filter() {
    return switch (random.nextInt(3)) {
      case 0 -> new RouteFilter.RequestHeaderModifier(headers(), headers(), list(2, this::token));
      case 1 -> new RouteFilter.UrlRewrite(maybe(this::hostname), maybe(this::pathChange));
      default ->
          new RouteFilter.RequestRedirect(
              maybe(() -> oneOf("http", "https")),
              maybe(this::hostname),
              maybe(this::port),
              maybe(this::pathChange),
              List.of(301, 302, 303, 307, 308).get(random.nextInt(5)));
    };
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.put(token(), text());
    }
    return headers;
  }

  private PathChange pathChange() {
    return random.nextBoolean()
        ? new PathChange.ReplaceFullPath(path())
        : new PathChange.ReplacePrefixMatch(path());
  }

  private Timeouts timeouts() {
    Duration attempt = time(3_600_000);
    return new Timeouts(maybe(() -> attempt.plus(time(3_600_000))), maybe(() -> attempt));
  }

  /** Of whole milliseconds for Kubernetes. */
  private Duration time(int maxMillis) {
    Duration millis = Duration.ofMillis(1 + random.nextInt(maxMillis));
    return kube || random.nextBoolean() ? millis : millis.plusNanos(random.nextInt(1_000_000));
  }

  private Retry retry() {
    return new Retry(
        list(3, () -> 400 + random.nextInt(200)), 1 + random.nextInt(100), time(59_000));
  }

  private Backend backend() {
    Service service =
        switch (kube ? 0 : random.nextInt(3)) {
          case 0 -> kubeService();
          case 1 -> new Service.Dns(hostname());
          default -> new Service.Static(name());
        };
    Map<HostPort, Endpoint> endpoints = new LinkedHashMap<>();
    Set<String> keys = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Endpoint endpoint = endpoint(i);
      if (!endpoints.containsKey(endpoint.address()) && keys.add(endpoint.key())) {
        endpoints.put(endpoint.address(), endpoint);
      }
    }
    return new Backend(
        new BackendId(service, port()),
        loadBalancer(),
        maybe(this::outlier),
        List.copyOf(endpoints.values()));
  }

  private Endpoint endpoint(int number) {
    String host = oneOf("10.0.0." + number, "::" + number, "server-" + number, "FE80::1%eth0");
    return new Endpoint(
        new HostPort(host, port()),
        random.nextInt(Endpoint.MAX_WEIGHT + 1),
        maybe(() -> "k" + text() + number),
        random.nextInt(4) == 0);
  }

  private OutlierDetection outlier() {
    Duration base = time(3_000_000);
    return new OutlierDetection(
        1 + random.nextInt(1000), base, base.plus(time(3_600_000)), random.nextInt(101));
  }

  private LoadBalancer loadBalancer() {
    LoadBound bound = maybe(() -> new LoadBound(1 + (1 + random.nextInt(9900)) / 100.0));
    List<HashParam> params = new ArrayList<>(list(3, this::hashParam));
    params.add(hashParam());
    return switch (random.nextInt(8)) {
      case 0 -> new LoadBalancer.RoundRobin();
      case 1 -> new LoadBalancer.Unspecified();
      case 2 -> new LoadBalancer.LeastRequest();
      case 3 -> new LoadBalancer.Random();
      case 4 -> new LoadBalancer.Rendezvous(params, bound);
      case 5 -> new LoadBalancer.Maglev(random.nextBoolean() ? 65_537 : 251, params, bound);
      case 6 -> new LoadBalancer.RingHash(1024, maybe(() -> 4096), null, envoy(), params, bound);
      default ->
          new LoadBalancer.RingHash(
              null, null, maybe(() -> 1 + random.nextInt(500)), torc(), params, bound);
    };
  }

  private @Nullable RingDialect envoy() {
    return maybe(() -> random.nextBoolean() ? RingDialect.ENVOY : RingDialect.GRPC_JAVA);
  }

  private @Nullable RingDialect torc() {
    return maybe(() -> RingDialect.TORC);
  }

  private HashParam hashParam() {
    boolean terminal = random.nextBoolean();
    return switch (random.nextInt(6)) {
      case 0 -> new HashParam.Header(token(), terminal);
      case 1 -> new HashParam.QueryParam("q" + text(), terminal, random.nextBoolean());
      case 2 -> new HashParam.Cookie(token(), terminal);
      case 3 -> new HashParam.Path(maybe(() -> Regex.parse("/(" + name() + ")")), terminal);
      case 4 -> new HashParam.SourceIp(terminal);
      default -> new HashParam.Method(terminal);
    };
  }

  private Regex regex() {
    return Regex.parse(oneOf(".*", "[0-9]+", "a|b", "\\d{1,3}", "(?i)x", "", "'\"", "~", "no"));
  }

  private String text() {
    return ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size()));
  }

  private String path() {
    return "/" + oneOf("", "a", "a/b/", "%20", "ä", ": #", "'\"\\");
  }

  private String token() {
    return oneOf("x-user", "Via", "baggage", "on", "1", "~", "a.b", "null", "!#$%&'*+");
  }

  private String name() {
    return oneOf("a", "no", "null", "on", "web", "nginx-next", "e1", "y") + random.nextInt(100);
  }

  private String hostname() {
    return oneOf("a.example", "1.2.3.4", "shop", "0x1f", "true", "x-y.z_1.example", "1e3");
  }

  private int port() {
    return 1 + random.nextInt(65_535);
  }

  private String oneOf(String... choice) {
    return choice[random.nextInt(choice.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> list(int most, Supplier<T> value) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      list.add(value.get());
    }
    return list;
  }
}
