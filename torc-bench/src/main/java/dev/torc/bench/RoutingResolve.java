package dev.torc.bench;

import dev.torc.routing.Attempt;
import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.BackendRef;
import dev.torc.routing.Endpoint;
import dev.torc.routing.HeaderMatch;
import dev.torc.routing.Outcome;
import dev.torc.routing.PathMatch;
import dev.torc.routing.RequestView;
import dev.torc.routing.Route;
import dev.torc.routing.RouteMatch;
import dev.torc.routing.RouteRule;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingListener;
import dev.torc.routing.Service;
import dev.torc.routing.Timeouts;
import dev.torc.routing.ValueMatch;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time from a request to its endpoint: ten routes with a rule for a header, one for a path and
 * one for all, the last of which is taken, and a backend of 100 endpoints; with the report of the
 * outcome.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingResolve {
  static final int ROUTES = 10;
  static final int ENDPOINTS = 100;

  private static final int REQUEST_MASK = Key.COUNT - 1;
  private static final Outcome OK = Outcome.responded(200);

  /** What is measured. */
  @Param public Policy policy;

  private RequestView[] requests;
  private Router router;
  private int next;

  /** For JMH, which sets the parameter. */
  @SuppressWarnings("NullAway.Init")
  public RoutingResolve() {}

  /** Builds the routes and the requests. */
  @Setup
  public void build() {
    router =
        new Router(
            config(), System::nanoTime, () -> ThreadLocalRandom.current().nextLong(), NOBODY);
    requests =
        Arrays.stream(Key.texts())
            .map(text -> URI.create("http://service-7.example/search?lang=en&key=" + text))
            .map(url -> RequestView.of("GET", url, Map.of("accept", List.of("*/*"))))
            .toArray(RequestView[]::new);
    System.gc();
  }

  private static final RoutingListener NOBODY = RoutingListener.NONE;

  private RoutingConfig config() {
    BackendId id = new BackendId(new Service.Static("shards"), 80);
    Endpoint[] endpoints =
        NodeNames.of(ENDPOINTS).stream().map(Endpoint::of).toArray(Endpoint[]::new);
    List<Route> routes =
        IntStream.range(0, ROUTES)
            .mapToObj(i -> Route.of("route-" + i, "service-" + i + ".example", rules(id)))
            .toList();
    return RoutingConfig.of(routes, List.of(Backend.of(id, policy.balancer(), endpoints)));
  }

  private static RouteRule[] rules(BackendId id) {
    BackendRef to = BackendRef.of(id);
    HeaderMatch canary = new HeaderMatch("x-canary", new ValueMatch.Exact("yes"));
    return new RouteRule[] {
      rule(new RouteMatch(null, List.of(canary), List.of(), null), to),
      rule(RouteMatch.path(new PathMatch.Prefix("/admin")), to),
      RouteRule.to(to)
    };
  }

  private static RouteRule rule(RouteMatch match, BackendRef to) {
    return new RouteRule(null, List.of(match), List.of(), Timeouts.NONE, null, List.of(to));
  }

  /** One request, from its URL's parts to its endpoint, and back. */
  @Benchmark
  public Object resolve() {
    Attempt attempt = Objects.requireNonNull(router.select(requests[next++ & REQUEST_MASK]).next());
    Endpoint endpoint = attempt.endpoint();
    attempt.report(OK);
    return endpoint;
  }
}
