package dev.torc.routing;

import dev.torc.config.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A router with a clock that stands still, a seeded generator and ears. */
final class Lab {
  static final HashParam BY_USER = new HashParam.QueryParam("user", false, false);
  static final BackendId WEB = id("web");

  final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

  /** What the listener heard, a line each. */
  final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  final Router router;

  Lab(RoutingConfig config) {
    this(config, 1);
  }

  Lab(RoutingConfig config, long seed) {
    router = new Router(config, time::get, seeded(seed), new Ears(heard));
  }

  /** Of one backend, called web. */
  static Lab of(LoadBalancer lb, Endpoint... endpoints) {
    return new Lab(config(Backend.of(WEB, lb, endpoints)));
  }

  private record Ears(List<String> heard) implements RoutingListener {
    @Override
    public void ejected(BackendId backend, HostPort endpoint, Duration time) {
      heard.add(endpoint + " ejected for " + time.toSeconds());
    }

    @Override
    public void returned(BackendId backend, HostPort endpoint) {
      heard.add(endpoint + " returned");
    }
  }

  static RoutingConfig config(Backend... backends) {
    return RoutingConfig.of(List.of(), List.of(backends));
  }

  /** With a rule that tries again. */
  static RoutingConfig retrying(Backend backend, Retry retry) {
    RouteRule rule =
        new RouteRule(
            null, List.of(), List.of(), Timeouts.NONE, retry, List.of(BackendRef.of(backend.id())));
    String host = backend.id().service().hostname();
    return RoutingConfig.of(List.of(Route.of("retrying", host, rule)), List.of(backend));
  }

  static BackendId id(String name) {
    return new BackendId(new Service.Static(name), 80);
  }

  static Endpoint endpoint(int number) {
    return Endpoint.of(address(number));
  }

  static Endpoint weighted(int number, int weight) {
    return new Endpoint(HostPort.parse(address(number)), weight, null, false);
  }

  static Endpoint drained(int number) {
    return new Endpoint(HostPort.parse(address(number)), 1, null, true);
  }

  static String address(int number) {
    return "10.0." + number / 200 + "." + (number % 200 + 1) + ":80";
  }

  /** Those of the numbers from 0 on. */
  static Endpoint[] endpoints(int count) {
    return IntStream.range(0, count).mapToObj(Lab::endpoint).toArray(Endpoint[]::new);
  }

  static RequestView get(String url) {
    return RequestView.of("GET", URI.create(url), Map.of());
  }

  static RequestView get(String url, String header, String... values) {
    return RequestView.of("GET", URI.create(url), Map.of(header, List.of(values)));
  }

  /** To the backend web, with a parameter to hash. */
  static RequestView user(Object user) {
    return get("http://web/?user=" + user);
  }

  /** Numbers that do not depend on the run; for several threads. */
  static Randomness seeded(long seed) {
    AtomicLong state = new AtomicLong(seed);
    return () -> {
      // SplitMix64.
      long z = state.addAndGet(0x9e3779b97f4a7c15L);
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    };
  }

  void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }

  static Attempt next(Selection selection) {
    return Objects.requireNonNull(selection.next());
  }

  Attempt begin(RequestView request) {
    return next(router.select(request));
  }

  /** The number of the endpoint that a request goes to; the request is over at once. */
  String where(RequestView request) {
    return end(begin(request), Outcome.CANCELLED);
  }

  void send(RequestView request, Outcome outcome) {
    end(begin(request), outcome);
  }

  private static String end(Attempt attempt, Outcome outcome) {
    attempt.report(outcome);
    return attempt.endpoint().address().toString();
  }

  EndpointStatus status(int number) {
    return router.endpoints(WEB).stream()
        .filter(status -> status.endpoint().address().toString().equals(address(number)))
        .findFirst()
        .orElseThrow();
  }

  /** Requests under way to the endpoints of web. */
  List<Integer> active() {
    return router.endpoints(WEB).stream().map(EndpointStatus::active).toList();
  }
}
