package dev.torc.client;

import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.BackendRef;
import dev.torc.routing.Endpoint;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.Retry;
import dev.torc.routing.Route;
import dev.torc.routing.RouteFilter;
import dev.torc.routing.RouteRule;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Service;
import dev.torc.routing.Timeouts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations for one service called {@code shop}. */
final class Routings {
  static final BackendId SHOP = new BackendId(new Service.Static("shop"), 80);

  private Routings() {}

  /** Round robin, without a rule. */
  static RoutingConfig plain(String... addresses) {
    return RoutingConfig.of(List.of(), List.of(shop(addresses)));
  }

  static Backend shop(String... addresses) {
    return Backend.of(
        SHOP,
        new LoadBalancer.RoundRobin(),
        Arrays.stream(addresses).map(Endpoint::of).toArray(Endpoint[]::new));
  }

  /** With one rule for everything. */
  static RoutingConfig ruled(RouteRule rule, Backend... backends) {
    return RoutingConfig.of(List.of(Route.of("shop", "shop", rule)), List.of(backends));
  }

  static RouteRule rule(@Nullable Retry retry, Timeouts timeouts, RouteFilter... filters) {
    return new RouteRule(
        null, List.of(), List.of(filters), timeouts, retry, List.of(BackendRef.of(SHOP)));
  }

  /** With retries and without a pause. */
  static RoutingConfig retried(int attempts, List<Integer> codes, String... addresses) {
    Retry retry = new Retry(codes, attempts, Duration.ZERO);
    return ruled(rule(retry, Timeouts.NONE), shop(addresses));
  }
}
